/* tools/tmplc.c - the template compiler's command, run by the build:
 *   tmplc [--text] [--with HEADER] TEMPLATE OUT.c     one template to C
 *   tmplc --header OUT.h TEMPLATE...                  their prototypes
 * A mistake is printed as file:line: reason, and nothing is written. */
#include "tools/tmpl.h"

#include <stdio.h>
#include <stdlib.h>

enum { SOURCE_MAX = 1024 * 1024, OUT_MAX = 8 * 1024 * 1024 };

static bool read_file(const char *name, struct buf *b)
{
    FILE *f = fopen(name, "rb");
    if (!f) {
        perror(name);
        return false;
    }
    char chunk[8192];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_put(b, (struct str){chunk, n});
    bool fine = !ferror(f) && !b->overflow;
    fclose(f);
    if (!fine)
        fprintf(stderr, "%s: cannot be read, or longer than %d bytes\n", name, SOURCE_MAX);
    return fine;
}

static bool write_file(const char *name, struct str s)
{
    FILE *f = fopen(name, "wb");
    bool fine = f && fwrite(s.p, 1, s.n, f) == s.n;
    if (f && fclose(f) != 0)
        fine = false;
    if (!fine)
        perror(name);
    return fine;
}

struct job {
    bool text, header;
    const char *with;
};

static bool one_template(const struct job *job, const char *file, struct buf *out)
{
    struct buf src;
    buf_init(&src, SOURCE_MAX);
    struct tmpl t;
    bool fine = read_file(file, &src);
    if (fine) {
        tmpl_init(&t, file, buf_str(&src), job->text);
        t.with = job->with;
        fine = job->header ? tmpl_prototype(&t, out) : tmpl_compile(&t, out);
        if (!fine)
            fprintf(stderr, "%s:%u: %s\n", file, t.why_line, t.why);
    }
    buf_free(&src);
    return fine;
}

static int make_header(const struct job *job, const char *to, char **files, struct buf *out)
{
    buf_puts(out, "/* made by tmplc: the templates as functions */\n#pragma once\n\n"
                  "#include \"base/buf.h\"\n\n");
    for (; *files; files++)
        if (!one_template(job, *files, out))
            return EXIT_FAILURE;
    return write_file(to, buf_str(out)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int usage(void)
{
    fputs("usage: tmplc [--text] [--with HEADER] TEMPLATE OUT.c\n"
          "       tmplc --header OUT.h TEMPLATE...\n",
        stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct job job = {0};
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--text") == 0)
            job.text = true;
        else if (strcmp(argv[i], "--header") == 0)
            job.header = true;
        else if (strcmp(argv[i], "--with") == 0 && i + 1 < argc)
            job.with = argv[++i];
        else
            return usage();
    }
    if (job.header ? i >= argc : argc - i != 2)
        return usage();
    struct buf out;
    buf_init(&out, OUT_MAX);
    int status = EXIT_FAILURE;
    if (job.header)
        status = make_header(&job, argv[i], argv + i + 1, &out);
    else if (one_template(&job, argv[i], &out) && write_file(argv[i + 1], buf_str(&out)))
        status = EXIT_SUCCESS;
    buf_free(&out);
    return status;
}
