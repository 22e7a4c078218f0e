/* golden.h - the view structs of the golden templates: every type that can be written. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include "view/put.h"

enum golden_kind { GOLDEN_PLAIN, GOLDEN_LOUD, GOLDEN_QUIET };

struct golden_values {
    struct str hostile, empty;
    const char *word;
    char code[8];
    int number;
    size_t size;
    long long big;
    struct money price, none;
    struct day day, no_day;
    struct month month;
    struct instant instant;
    struct trusted drawing;
};
struct golden_url {
    struct str url, name;
    const char *id;
    unsigned page;
};
struct golden_urls {
    struct golden_url *items;
    size_t items_n;
    struct str base;
};
struct golden_leaf {
    struct str name;
    enum golden_kind kind;
    bool on;
};
struct golden_branch {
    const char *title;
    const struct golden_leaf *leaves;
    int leaves_n;
    struct golden_leaf *first;
};
struct golden_tree {
    struct golden_branch branches[3];
    size_t branches_n;
    struct str words[3];
    unsigned words_n;
    const struct golden_branch *trunk;
    struct golden_leaf crown;
};

#endif
