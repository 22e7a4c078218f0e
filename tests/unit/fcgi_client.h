/* tests/unit/fcgi_client.h - the least FastCGI client (FastCGI 1.0 §3): one request, one
 * connection, as nginx does with fastcgi_keep_conn off. It can also lie, as nginx does not. */
#ifndef TESTS_FCGI_CLIENT_H
#define TESTS_FCGI_CLIENT_H

#include "base/buf.h"

struct ask {
    const char *method, *uri; /* "GET", "/path?query" */
    struct str body;
    long announce;      /* CONTENT_LENGTH; -1: body.n */
    const char *length; /* CONTENT_LENGTH as text, instead */
    const char *cookie; /* or NULL */
    const char *type;   /* CONTENT_TYPE, or NULL */
    bool hang_up;       /* close without reading the answer */
};

struct answer {
    bool ended;      /* FCGI_END_REQUEST was seen: the request was served whole */
    int status;
    size_t announced; /* Content-Length */
    struct buf out;  /* all of stdout */
    struct str body; /* within out */
};

/* A connected socket, or -1 with errno. */
int client_connect(const char *path);
void client_send(int fd, const struct ask *ask);
/* Sends, reads until the end, parses. The caller frees answer.out. */
struct answer client_ask(const char *path, struct ask ask);
struct answer client_get(const char *path, const char *uri);

#endif
