/* scan_memory PID < NEEDLES - which of the needles stand in what that process can have written: the
 * hurried half of tests/machine/memory.py, which says what is looked for and what it means.
 *
 * A needle is a line: its name, a tab, at least 16 bytes in hexadecimal. Prints each name found, a line
 * each, then the bytes read. Exit status 2 when the process cannot be read (any more). */
#include "base/codec.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NEEDLES = 200, BYTES = 16, NAME = 64, LINE = 256, PIECE = 1 << 20, PAGE = 4096,
    PAIRS = 1 << 16 };
/* The sanitizers' own map of the memory, terabytes of it: no byte of the program's is there. */
static const unsigned long SHADOW = 1UL << 40;

static struct needle {
    char name[NAME];
    unsigned char bytes[BYTES];
    int next; /* with the same first two bytes; -1: none */
    bool found;
} needles[NEEDLES];
static int count, first[PAIRS];

static unsigned pair_at(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

/* Of a longer needle the first 16 bytes: memory.py gives halves, so that each is looked for. */
static bool read_needles(void)
{
    char line[LINE];
    for (int i = 0; i < PAIRS; i++)
        first[i] = -1;
    for (; fgets(line, sizeof line, stdin); count++) {
        struct str rest = str_trim(str_c(line)), name;
        struct needle *n = &needles[count];
        if (count == NEEDLES || !str_cut(&rest, '\t', &name) || name.n >= NAME ||
            !hex_decode(str_slice(rest, 0, 2 * BYTES), n->bytes, BYTES))
            return false;
        memcpy(n->name, name.p, name.n);
        n->next = first[pair_at(n->bytes)];
        first[pair_at(n->bytes)] = count;
    }
    return count > 0;
}

static void look(const unsigned char *p, size_t n)
{
    for (size_t at = 0; at + BYTES <= n; at++)
        for (int i = first[pair_at(p + at)]; i >= 0; i = needles[i].next)
            needles[i].found |= memcmp(p + at, needles[i].bytes, BYTES) == 0;
}

/* Has any page of the piece ever been written to? What was only reserved reads as zeroes, gigabytes of
 * them under the sanitizers. An entry of /proc/PID/pagemap has 64 bits: 63 present, 62 swapped. */
static bool is_there(int pages, unsigned long at, size_t n)
{
    static uint64_t entries[PIECE / PAGE + 1];
    size_t want = (n + PAGE - 1) / PAGE * sizeof *entries;
    ssize_t got = pread(pages, entries, want, (off_t)(at / PAGE * sizeof *entries));
    for (ssize_t i = 0; i < got / (ssize_t)sizeof *entries; i++)
        if (entries[i] >> 62)
            return true;
    return got < (ssize_t)want; /* not known: it is looked at */
}

struct process {
    int memory, pages;
};

/* Pieces overlap by a needle. What cannot be read is a guard, or has been given back. */
static unsigned long look_between(const struct process *p, unsigned long from, unsigned long to)
{
    static unsigned char piece[BYTES + PIECE];
    unsigned long size = 0;
    size_t kept = 0;
    for (unsigned long at = from; at < to; at += PIECE) {
        size_t want = to - at < PIECE ? to - at : PIECE;
        bool there = is_there(p->pages, at, want);
        ssize_t n = there ? pread(p->memory, piece + kept, want, (off_t)at) : 0;
        if (n <= 0) {
            kept = 0;
            continue;
        }
        look(piece, kept + (size_t)n);
        size += (unsigned long)n;
        size_t all = kept + (size_t)n;
        kept = all < BYTES ? all : BYTES;
        memmove(piece, piece + all - kept, kept);
    }
    return size;
}

struct mapping {
    unsigned long from, to;
    bool wanted;
};

/* A mapping's first line; false for one of the lines about it. Pages that stand so in a file (programs,
 * fonts) and the kernel's own are not wanted. */
static bool read_header(const char *line, struct mapping *m)
{
    char flags[5], name[LINE] = "";
    unsigned long inode;
    if (sscanf(line, "%lx-%lx %4s %*s %*s %lu %255s", &m->from, &m->to, flags, &inode, name) < 4)
        return false;
    bool in_file = flags[1] == '-' && inode != 0, kernel = strncmp(name, "[v", 2) == 0;
    m->wanted = !in_file && !kernel && m->to - m->from < SHADOW;
    return true;
}

static bool scan(const char *pid, unsigned long *size)
{
    char path[NAME], line[4 * LINE];
    struct mapping m = {.wanted = false};
    unsigned long kb;
    snprintf(path, sizeof path, "/proc/%s/mem", pid);
    struct process p = {.memory = open(path, O_RDONLY)};
    snprintf(path, sizeof path, "/proc/%s/pagemap", pid);
    p.pages = open(path, O_RDONLY);
    snprintf(path, sizeof path, "/proc/%s/smaps", pid);
    FILE *maps = p.memory >= 0 && p.pages >= 0 ? fopen(path, "r") : NULL;
    while (maps && fgets(line, sizeof line, maps)) {
        if (read_header(line, &m) || !m.wanted)
            continue;
        if ((sscanf(line, "Rss: %lu", &kb) == 1 || sscanf(line, "Swap: %lu", &kb) == 1) && kb) {
            *size += look_between(&p, m.from, m.to);
            m.wanted = false; /* once */
        }
    }
    bool read_one = maps && *size > 0;
    if (maps)
        fclose(maps);
    if (p.memory >= 0)
        close(p.memory);
    if (p.pages >= 0)
        close(p.pages);
    return read_one;
}

int main(int argc, char **argv)
{
    unsigned long size = 0;
    if (argc != 2 || !read_needles()) {
        fputs("usage: scan_memory PID < NEEDLES\n", stderr);
        return EXIT_FAILURE;
    }
    if (!scan(argv[1], &size))
        return 2;
    for (int i = 0; i < count; i++)
        if (needles[i].found)
            puts(needles[i].name);
    printf("%lu\n", size);
    return EXIT_SUCCESS;
}
