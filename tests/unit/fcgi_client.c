#include "fcgi_client.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, RECORD = 65535, ANSWER = 4 << 20 };

int client_connect(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static void put_record(struct buf *b, unsigned char type, struct str content)
{
    const unsigned char head[8] = {1, type, 0, 1, (unsigned char)(content.n >> 8),
        (unsigned char)content.n, 0, 0};
    buf_put(b, (struct str){(const char *)head, sizeof head});
    buf_put(b, content);
}

static void put_size(struct buf *b, size_t n)
{
    if (n < 128) {
        buf_putc(b, (char)n);
        return;
    }
    const unsigned char four[4] = {(unsigned char)(n >> 24 | 0x80), (unsigned char)(n >> 16),
        (unsigned char)(n >> 8), (unsigned char)n};
    buf_put(b, (struct str){(const char *)four, sizeof four});
}

static void put_param(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    put_size(b, strlen(name));
    put_size(b, strlen(value));
    buf_puts(b, name);
    buf_puts(b, value);
}

void client_send(int fd, const struct ask *ask)
{
    static const char begin[8] = {0, 1, 0, 0, 0, 0, 0, 0}; /* responder, connection not kept */
    char length[32];
    struct buf params, all;
    buf_init(&params, RECORD);
    buf_init(&all, ANSWER * 4);
    snprintf(length, sizeof length, "%ld", ask->announce < 0 ? (long)ask->body.n : ask->announce);
    put_param(&params, "REQUEST_METHOD", ask->method);
    put_param(&params, "REQUEST_URI", ask->uri);
    put_param(&params, "CONTENT_LENGTH", ask->length ? ask->length : length);
    put_param(&params, "REQUEST_ID", "0123456789abcdef0123456789abcdef");
    put_param(&params, "REMOTE_ADDR", "192.0.2.1");
    put_param(&params, "HTTP_COOKIE", ask->cookie);
    put_param(&params, "CONTENT_TYPE", ask->type);
    put_record(&all, BEGIN, (struct str){begin, sizeof begin});
    put_record(&all, PARAMS, buf_str(&params));
    put_record(&all, PARAMS, (struct str){NULL, 0});
    for (size_t at = 0; at < ask->body.n; at += 32768)
        put_record(&all, STDIN, str_slice(ask->body, at, at + 32768));
    put_record(&all, STDIN, (struct str){NULL, 0});
    for (size_t at = 0; at < all.n;) {
        ssize_t n = send(fd, all.p + at, all.n - at, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    buf_free(&params);
    buf_free(&all);
}

static bool read_whole(int fd, unsigned char *to, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t got = read(fd, to + at, n - at);
        if (got <= 0)
            return false;
        at += (size_t)got;
    }
    return true;
}

static void read_answer(int fd, struct answer *answer)
{
    static unsigned char content[RECORD + 256];
    unsigned char head[8];
    while (read_whole(fd, head, sizeof head)) {
        size_t n = (size_t)(head[4] << 8 | head[5]);
        if (!read_whole(fd, content, n + head[6]))
            return;
        if (head[1] == STDOUT)
            buf_put(&answer->out, (struct str){(char *)content, n});
        if (head[1] == END) {
            answer->ended = true;
            return;
        }
    }
}

static void parse(struct answer *answer)
{
    struct str all = buf_str(&answer->out);
    const char *gap = all.n ? memmem(all.p, all.n, "\r\n\r\n", 4) : NULL;
    if (!gap || !str_starts(all, STR("Status: ")))
        return;
    answer->status = (int)strtol(all.p + 8, NULL, 10); /* ends at a space, before the gap */
    const char *length = memmem(all.p, all.n, "\r\nContent-Length: ", 18);
    answer->announced = length && length < gap ? strtoul(length + 18, NULL, 10) : 0;
    answer->body = str_slice(all, (size_t)(gap - all.p) + 4, all.n);
}

struct answer client_ask(const char *path, struct ask ask)
{
    struct answer answer = {.ended = false};
    buf_init(&answer.out, ANSWER);
    int fd = client_connect(path);
    if (fd < 0)
        return answer;
    client_send(fd, &ask);
    if (!ask.hang_up)
        read_answer(fd, &answer);
    close(fd);
    parse(&answer);
    return answer;
}

struct answer client_get(const char *path, const char *uri)
{
    return client_ask(path, (struct ask){.method = "GET", .uri = uri, .announce = -1});
}
