/*
 * A client of bare frames, so that a server can be measured by almost nothing.
 *
 *     cload SOCKET NAME CONNECTIONS DEPTH CALLS PROCEDURE
 *
 * Opens CONNECTIONS connections to a unix socket without authentication and the URI NAME over each. Then it keeps
 * DEPTH calls of PROCEDURE, which takes no arguments, in flight on each, until CALLS of them have been answered in all,
 * and prints the seconds that this took. With DEPTH 0 it makes CALLS connections one after the other instead: connect,
 * ask for authentication, open, close. One thread; a lone call waits in read(), more in epoll.
 * Any error, and any other reply than success, ends it with status 1.
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
#include <time.h>
#include <unistd.h>

#define HEADER 28
#define REMOTE 0x20008086u
#define KEEPALIVE 0x6b656570u
#define OPEN 1
#define CLOSE 2
#define AUTH_LIST 66
#define REPLY 1
#define INPUT (256 * 1024)
#define DEPTH_MAX 1024

struct client {
    int fd;
    uint32_t serial;
    size_t have;                /* bytes of an incomplete packet, of which only the header counts */
    size_t skip;                /* bytes of its body that are still to come */
    unsigned char head[HEADER];
};

static unsigned char input[INPUT];
static unsigned char output[DEPTH_MAX * HEADER];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void put(unsigned char *at, uint32_t value)
{
    value = htonl(value);
    memcpy(at, &value, 4);
}

static uint32_t word(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return ntohl(value);
}

static size_t call(unsigned char *at, uint32_t procedure, uint32_t serial, size_t body)
{
    const uint32_t fields[] = {HEADER + body, REMOTE, 1, procedure, 0, serial, 0};
    for (size_t i = 0; i < 7; i++)
        put(at + 4 * i, fields[i]);
    return HEADER + body;
}

static void send_all(int fd, const unsigned char *data, size_t size)
{
    while (size) {
        ssize_t sent = write(fd, data, size);
        if (sent < 0 && errno != EINTR)
            die("write");
        if (sent > 0) {
            data += sent;
            size -= sent;
        }
    }
}

/* Take what has come; gives the number of replies in it. */
static long take(struct client *client)
{
    ssize_t got = read(client->fd, input, sizeof input);
    if (got == 0) {
        fprintf(stderr, "the server hung up\n");
        exit(1);
    }
    if (got < 0) {
        if (errno == EINTR || errno == EAGAIN)
            return 0;
        die("read");
    }
    long replies = 0;
    const unsigned char *at = input, *end = input + got;
    while (at < end) {
        if (client->skip) {
            size_t size = (size_t)(end - at) < client->skip ? (size_t)(end - at) : client->skip;
            client->skip -= size;
            at += size;
            continue;
        }
        size_t size = HEADER - client->have;
        if ((size_t)(end - at) < size)
            size = end - at;
        memcpy(client->head + client->have, at, size);
        client->have += size;
        at += size;
        if (client->have < HEADER)
            break;
        client->have = 0;
        client->skip = word(client->head) - HEADER;
        if (word(client->head + 4) == KEEPALIVE) {
            put(client->head + 12, 2);
            send_all(client->fd, client->head, HEADER);
        } else if (word(client->head + 16) == REPLY) {
            if (word(client->head + 24) != 0) {
                fprintf(stderr, "procedure %u failed\n", word(client->head + 12));
                exit(1);
            }
            replies++;
        }
    }
    return replies;
}

static void wait_for_reply(struct client *client)
{
    while (!take(client))
        ;
}

static void open_client(struct client *client, const char *path, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    unsigned char packet[HEADER + 1024] = {0};
    size_t length = strlen(name);

    if (strlen(path) >= sizeof address.sun_path || length > 1000) {
        fprintf(stderr, "too long\n");
        exit(1);
    }
    strcpy(address.sun_path, path);
    memset(client, 0, sizeof *client);
    client->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&address, sizeof address) < 0)
        die(path);
    send_all(client->fd, packet, call(packet, AUTH_LIST, ++client->serial, 0));
    wait_for_reply(client);
    size_t padded = (length + 3) & ~(size_t)3;
    put(packet + HEADER, 1);
    put(packet + HEADER + 4, length);
    memset(packet + HEADER + 8, 0, padded + 4);
    memcpy(packet + HEADER + 8, name, length);
    send_all(client->fd, packet, call(packet, OPEN, ++client->serial, 8 + padded + 4));
    wait_for_reply(client);
}

static void close_client(struct client *client)
{
    unsigned char packet[HEADER];
    send_all(client->fd, packet, call(packet, CLOSE, ++client->serial, 0));
    wait_for_reply(client);
    close(client->fd);
}

static void ask(struct client *client, uint32_t procedure, long count)
{
    size_t size = 0;
    for (long i = 0; i < count; i++)
        size += call(output + size, procedure, ++client->serial, 0);
    send_all(client->fd, output, size);
}

static double now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec + moment.tv_nsec / 1e9;
}

int main(int count, char **words)
{
    if (count != 7) {
        fprintf(stderr, "usage: cload SOCKET NAME CONNECTIONS DEPTH CALLS PROCEDURE\n");
        return 2;
    }
    const char *path = words[1], *name = words[2];
    long connections = atol(words[3]), depth = atol(words[4]), calls = atol(words[5]);
    uint32_t procedure = atol(words[6]);
    if (connections < 1 || depth < 0 || depth > DEPTH_MAX || calls < connections * depth) {
        fprintf(stderr, "the numbers make no sense\n");
        return 2;
    }
    struct rlimit limit = {connections + 64, connections + 64};
    if (connections > 900 && setrlimit(RLIMIT_NOFILE, &limit) < 0)
        die("setrlimit");
    struct client *clients = calloc(connections, sizeof *clients);
    double start;

    if (depth == 0) {
        start = now();
        for (long i = 0; i < calls; i++) {
            open_client(clients, path, name);
            close_client(clients);
        }
        printf("%.9f\n", now() - start);
        return 0;
    }
    for (long i = 0; i < connections; i++)
        open_client(&clients[i], path, name);
    if (connections == 1 && depth == 1) {
        start = now();
        for (long i = 0; i < calls; i++) {
            ask(clients, procedure, 1);
            wait_for_reply(clients);
        }
        printf("%.9f\n", now() - start);
        return 0;
    }
    int poller = epoll_create1(0);
    for (long i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, clients[i].fd, &event) < 0)
            die("epoll_ctl");
    }
    long asked = connections * depth, answered = 0;
    start = now();
    for (long i = 0; i < connections; i++)
        ask(&clients[i], procedure, depth);
    while (answered < calls) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, -1);
        if (ready < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < ready; i++) {
            long replies = take(events[i].data.ptr);
            long more = calls - asked < replies ? calls - asked : replies;
            answered += replies;
            asked += more;
            if (more > 0)
                ask(events[i].data.ptr, procedure, more);
        }
    }
    printf("%.9f\n", now() - start);
    return 0;
}
