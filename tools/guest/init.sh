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
{ for module in @LATE_MODULES@; do insmod /lib/$module.ko; done; } &

echo "@READY@" > /dev/console
cd /root
while :; do setsid cttyhack sh; done
