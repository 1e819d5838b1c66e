# Makes calls with Perl's Sys::Virt and tells what came of them, a line each: what was called, what it gave.
#
#     perl calls.pl URI
use strict;
use warnings;
use Sys::Virt;
use Sys::Virt::Domain;

my $made_up = qr/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|52:54:00(?::[0-9a-f]{2}){3}|\b1[6-9]\d{8}\b/;
my $known = qr/^(?:6695eb01|dd8fe884|dfe224cb|11111111|00000000|52:54:00:aa:)/;

sub shown {
    my ($value) = @_;
    return "undef" unless defined $value;
    if (ref $value eq "HASH") {
        return "{" . join(", ", map { "$_=" . shown($value->{$_}) } sort keys %$value) . "}";
    }
    return "[" . join(", ", map { shown($_) } @$value) . "]" if ref $value eq "ARRAY";
    return ref($value) . " " . $value->get_name() if ref $value && $value->can("get_name");
    return ref $value if ref $value;
    $value =~ s/($made_up)/my $found = $1; $found =~ $known ? $found : "(made up)"/ge;
    $value =~ s/\n/\\n/g;
    return $value;
}

sub call {
    my ($title, $function) = @_;
    my @found = eval { $function->() };
    my $error = $@;
    if (ref $error eq "Sys::Virt::Error") {
        print "$title\terror ", $error->code, " ", $error->domain, " ", shown($error->message), "\n";
        return undef;
    }
    chomp $error;
    print "$title\t", $error ? "perl $error" : join(", ", map { shown($_) } @found), "\n";
    return $found[0];
}

my $conn = Sys::Virt->new(uri => $ARGV[0]);
my $one = "00000000-0000-0000-0000-00000000000";
my $os = "<os><type>hvm</type></os>";

call("get_type", sub { $conn->get_type });
call("get_version", sub { $conn->get_version });
call("get_library_version", sub { $conn->get_library_version });
call("get_node_info", sub { $conn->get_node_info });
call("get_node_free_memory", sub { $conn->get_node_free_memory });
call("get_node_cells_free_memory", sub { [$conn->get_node_cells_free_memory(0, 2)] });
call("get_max_vcpus", sub { $conn->get_max_vcpus("test") });
call("get_capabilities", sub { $conn->get_capabilities });
call("is_alive", sub { $conn->is_alive });
call("is_secure", sub { $conn->is_secure });
call("get_node_security_model", sub { $conn->get_node_security_model });
call("get_node_cpu_stats", sub { $conn->get_node_cpu_stats(-1) });

for my $kind (qw(domains networks storage_pools interfaces)) {
    my $list = "list_all_$kind";
    call($list, sub { $conn->$list });
}
call("list_node_devices", sub { [sort map { $_->get_name } $conn->list_node_devices("scsi_host")] });

my $test = call("get_domain_by_name test", sub { $conn->get_domain_by_name("test") });
call("get_domain_by_name $_", sub { $conn->get_domain_by_name($_) }) for ("nope", "");
call("get_domain_by_id $_", sub { $conn->get_domain_by_id($_) }) for (1, 99);
call("get_domain_by_uuid", sub { $conn->get_domain_by_uuid($one . "9") });
for my $method (qw(get_name get_id get_uuid_string get_os_type get_max_memory get_max_vcpus get_state is_active
    is_persistent is_updated get_autostart get_xml_description has_managed_save_image get_control_info)) {
    call("domain $method", sub { $test->$method });
}
call("domain $_", sub { $test->$_ }) for qw(suspend suspend get_state resume resume get_state);
call("domain get_vcpu_info", sub { [map { $_->{state} } $test->get_vcpu_info] });
call("domain get_scheduler_type", sub { $test->get_scheduler_type });
call("domain memory_stats", sub { $test->memory_stats });
call("domain get_memory_parameters", sub { $test->get_memory_parameters });
call("domain set_memory_parameters", sub { $test->set_memory_parameters({"soft_limit" => 1000}) });
call("domain get_memory_parameters", sub { $test->get_memory_parameters });
call("domain get_blkio_parameters", sub { $test->get_blkio_parameters });
call("domain get_numa_parameters", sub { $test->get_numa_parameters });
call("domain get_interface_parameters", sub { $test->get_interface_parameters("testnet0") });
call("domain get_block_iotune", sub { $test->get_block_iotune("vda") });
call("domain get_block_info $_", sub { $test->get_block_info($_) }) for ("vda", "nope");
call("domain set_memory $_", sub { $test->set_memory($_) }) for (1000, 99999999);
call("domain set_vcpus $_", sub { $test->set_vcpus($_) }) for (1, 99);
call("domain set_metadata", sub { $test->set_metadata(2, "<a b='c'/>", "k", "http://a") });
call("domain get_metadata", sub { $test->get_metadata(2, "http://a") });
call("domain get_metadata nope", sub { $test->get_metadata(2, "http://nope") });
call("domain get_time", sub { [$test->get_time] });
call("domain get_hostname", sub { $test->get_hostname });
call("domain get_fs_info", sub { [$test->get_fs_info] });
call("domain fs_freeze", sub { $test->fs_freeze([]) });
call("domain fs_thaw", sub { $test->fs_thaw([]) });
call("domain get_interface_addresses", sub { [$test->get_interface_addresses(0)] });
call("domain send_key", sub { $test->send_key(0, 0, [1, 2]) });
call("domain reboot", sub { $test->reboot });
call("domain managed_save", sub { $test->managed_save });
call("domain create", sub { $test->create });
call("domain shutdown", sub { $test->shutdown });
call("domain destroy", sub { $test->destroy });
call("domain create", sub { $test->create });

my $two = "<domain type='test'><name>two</name><uuid>${one}2</uuid><memory>1000</memory>$os</domain>";
my $made = call("define_domain", sub { $conn->define_domain($two) });
call("define_domain again", sub { $conn->define_domain($two) });
call("define_domain bad", sub { $conn->define_domain("<domain>") });
call("created get_xml_description", sub { $made->get_xml_description });
call("created $_", sub { $made->$_ }) for qw(create create is_active destroy destroy undefine undefine get_xml_description);

my $snapshot = call("create_snapshot", sub { $test->create_snapshot("<domainsnapshot><name>s</name></domainsnapshot>") });
call("create_snapshot again", sub { $test->create_snapshot("<domainsnapshot><name>s</name></domainsnapshot>") });
call("snapshot $_", sub { $snapshot->$_ }) for qw(get_name is_current has_metadata get_parent revert_to delete delete);

my $network = call("get_network_by_name default", sub { $conn->get_network_by_name("default") });
call("get_network_by_name nope", sub { $conn->get_network_by_name("nope") });
call("network $_", sub { $network->$_ })
    for qw(get_name get_uuid_string get_bridge_name is_active get_autostart get_xml_description create destroy create);
call("network update", sub {
    $network->update(3, 4, -1, "<host mac='52:54:00:aa:00:01' ip='192.168.122.9'/>");
});
call("network get_xml_description", sub { $network->get_xml_description });

my $pool = call("get_storage_pool_by_name default-pool", sub { $conn->get_storage_pool_by_name("default-pool") });
call("pool $_", sub { $pool->$_ }) for qw(get_name get_info is_active get_autostart get_xml_description create refresh);
my $volume = call("create_volume", sub {
    $pool->create_volume("<volume><name>v</name><capacity>1000</capacity></volume>");
});
call("create_volume again", sub { $pool->create_volume("<volume><name>v</name><capacity>1000</capacity></volume>") });
call("volume $_", sub { $volume->$_ }) for qw(get_name get_key get_path get_info get_xml_description delete delete);

my $interface = call("get_interface_by_name", sub { $conn->get_interface_by_name("eth1") });
call("interface $_", sub { $interface->$_ }) for qw(get_name get_mac is_active get_xml_description destroy create);
my $device = call("get_node_device_by_name", sub { $conn->get_node_device_by_name("scsi_host11") });
call("device $_", sub { $device->$_ }) for qw(get_name get_parent get_xml_description);

my $stream = $conn->new_stream(0);
call("screenshot", sub { $test->screenshot($stream, 0, 0) });
my $image = "";
call("stream recv", sub { my $got; while ($stream->recv(my $data, 1000) > 0) { $image .= $data; } substr($image, 1, 3) });
call("stream finish", sub { $stream->finish });
