/*
 * A server of canned replies, so that a client can be measured against almost nothing.
 *
 *     cserv SOCKET REPLIES
 *
 * REPLIES is a sequence of records, all big-endian: program, procedure, status, length (four bytes
 * each), then the reply's body. A call that has a record is answered with it, under the call's own
 * serial; any other gets the record of program 0. Keepalive PINGs get PONGs. One thread, epoll;
 * everything that arrived in one read is answered in one write. Prints "ready" and serves until killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER 28
#define INPUT (256 * 1024)
#define KEEPALIVE 0x6b656570u
#define MAX_FRAME (32u << 20)

struct reply {
    uint32_t program, procedure, status, length;
    const unsigned char *body;
};

struct bytes {
    unsigned char *data;
    size_t used, room;
};

struct client {
    int fd, waits;
    struct bytes in, out;
};

static struct reply *replies;
static size_t reply_count;
static int poller;
static unsigned char input[INPUT];
static struct bytes scratch;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static uint32_t word(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return ntohl(value);
}

static void put_word(unsigned char *at, uint32_t value)
{
    value = htonl(value);
    memcpy(at, &value, 4);
}

static void append(struct bytes *to, const void *data, size_t length)
{
    if (to->used + length > to->room) {
        to->room = (to->used + length) * 2;
        to->data = realloc(to->data, to->room);
        if (!to->data)
            die("realloc");
    }
    memcpy(to->data + to->used, data, length);
    to->used += length;
}

static void load(const char *path)
{
    FILE *file = fopen(path, "rb");
    unsigned char head[16];

    if (!file)
        die(path);
    while (fread(head, 16, 1, file) == 1) {
        struct reply one = {word(head), word(head + 4), word(head + 8), word(head + 12), NULL};
        unsigned char *body = malloc(one.length + 1);
        if (!body || (one.length && fread(body, one.length, 1, file) != 1))
            die(path);
        one.body = body;
        replies = realloc(replies, (reply_count + 1) * sizeof *replies);
        if (!replies)
            die("realloc");
        replies[reply_count++] = one;
    }
    fclose(file);
}

static const struct reply *find(uint32_t program, uint32_t procedure)
{
    for (size_t i = 0; i < reply_count; i++)
        if (replies[i].program == program && replies[i].procedure == procedure)
            return &replies[i];
    return program ? find(0, 0) : NULL;
}

/* Answers one frame into `scratch`. */
static void answer(const unsigned char *frame)
{
    unsigned char head[HEADER];
    const struct reply *reply;

    memcpy(head, frame, HEADER);
    if (word(frame + 4) == KEEPALIVE) {
        put_word(head + 12, 2);
        append(&scratch, head, HEADER);
        return;
    }
    if (word(frame + 16) != 0)
        return;
    reply = find(word(frame + 4), word(frame + 12));
    if (!reply)
        return;
    put_word(head, HEADER + reply->length);
    put_word(head + 16, 1);
    put_word(head + 24, reply->status);
    append(&scratch, head, HEADER);
    append(&scratch, reply->body, reply->length);
}

static void drop(struct client *client)
{
    close(client->fd);
    free(client->in.data);
    free(client->out.data);
    free(client);
}

static void interest(struct client *client, int waits)
{
    struct epoll_event event = {.events = EPOLLIN | (waits ? EPOLLOUT : 0), .data.ptr = client};
    if (client->waits == waits)
        return;
    client->waits = waits;
    if (epoll_ctl(poller, EPOLL_CTL_MOD, client->fd, &event) < 0)
        die("epoll_ctl");
}

/* Sends what it can of `data`; returns how much, or -1 when the peer is gone. */
static ssize_t push(int fd, const unsigned char *data, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t sent = send(fd, data + done, length - done, MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN ? (ssize_t)done : -1;
        done += sent;
    }
    return done;
}

static int flush(struct client *client)
{
    ssize_t sent = push(client->fd, client->out.data, client->out.used);
    if (sent < 0)
        return -1;
    memmove(client->out.data, client->out.data + sent, client->out.used - sent);
    client->out.used -= sent;
    interest(client, client->out.used > 0);
    return 0;
}

static int readable(struct client *client)
{
    ssize_t got = recv(client->fd, input, INPUT, 0), sent = 0;
    unsigned char *data = input;
    size_t length, at = 0;

    if (got <= 0)
        return got < 0 && errno == EAGAIN ? 0 : -1;
    length = got;
    if (client->in.used) {
        append(&client->in, input, got);
        data = client->in.data;
        length = client->in.used;
    }
    scratch.used = 0;
    while (length - at >= HEADER) {
        uint32_t frame = word(data + at);
        if (frame < HEADER || frame > MAX_FRAME)
            return -1;
        if (length - at < frame)
            break;
        answer(data + at);
        at += frame;
    }
    if (data == input) {
        if (at < length)
            append(&client->in, data + at, length - at);
    } else {
        memmove(client->in.data, data + at, length - at);
        client->in.used = length - at;
    }
    if (!client->out.used)
        sent = push(client->fd, scratch.data, scratch.used);
    if (sent < 0)
        return -1;
    if ((size_t)sent < scratch.used) {
        append(&client->out, scratch.data + sent, scratch.used - sent);
        interest(client, 1);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct rlimit files;
    int listener;

    if (argc != 3 || strlen(argv[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: cserv SOCKET REPLIES\n");
        return 2;
    }
    load(argv[2]);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    strcpy(address.sun_path, argv[1]);
    unlink(argv[1]);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4096) < 0)
        die(argv[1]);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[256];
        int count = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;
            if (!client) {
                int fd;
                while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
                    client = calloc(1, sizeof *client);
                    if (!client)
                        die("calloc");
                    client->fd = fd;
                    event.data.ptr = client;
                    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
                }
                continue;
            }
            if (((events[i].events & EPOLLOUT) && flush(client) < 0) ||
                ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && readable(client) < 0))
                drop(client);
        }
    }
}
