#!/bin/sh
# The guest's first process: devices, the power button, a picture on the screen, a shell on the serial port.
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox --install -s /bin
export PATH=/bin HOME=/root PS1='guest# '
hostname guest
for module in @MODULES@; do insmod /lib/$module.ko; done

watch_power_button() {
    for event in /sys/class/input/event*; do
        [ "$(cat "$event/device/name")" = "Power Button" ] || continue
        dd if="/dev/input/${event##*/}" bs=24 count=1 of=/dev/null 2>/dev/null
        echo "guest: power button pressed, good bye" > /dev/console
        poweroff -f
    done
}
watch_power_button &

printf '\033[2J\033[H\033[1;37;44m\n\n   This is a virtual machine.   \n\n   Its screen was fetched over libvirt'\''s protocol.   \n\n\033[0m\n' > /dev/tty1
serve_agent() {
    for port in /sys/class/virtio-ports/*; do
        [ "$(cat "$port/name")" = org.qemu.guest_agent.0 ] || continue
        while :; do qemu-ga -m virtio-serial -p "/dev/${port##*/}" -t /tmp >/dev/null 2>&1; sleep 1; done
    done
}
export PATH=/bin:/sbin
{ for module in @LATE_MODULES@; do insmod /lib/$module.ko; done; [ -x /sbin/qemu-ga ] && serve_agent; } &
[ -c /dev/ttyS1 ] && [ -f /etc/shadow ] && { while :; do setsid getty -L 115200 ttyS1 vt100; done; } &

echo "@READY@" > /dev/console
cd /root
while :; do setsid cttyhack sh; done
