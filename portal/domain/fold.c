#include "domain/fold.h"

#include "base/utf8.h"

/* The base letter of each code point of two blocks, '.' where there is not exactly one: the
 * decompositions of the Unicode character database, marks dropped, in lower case. */
static const char LATIN[] =
    "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y" /* U+00C0 */
    "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll." /* U+0100 */
    "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs" /* U+0140 */
    "................................oo.............uu..............." /* U+0180 */
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...." /* U+01C0 */
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............" /* U+0200 */;
static const char LATIN_MORE[] =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" /* U+1E00 */
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" /* U+1E40 */
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" /* U+1E80 */
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......" /* U+1EC0 */;

/* What the two strings cannot say. The first lines are Unicode's own (ß folds to ss, ligatures
 * decompose); from œ on they are ours: letters that registry offices and keyboards write in two
 * ways, so that Lœuillet and Loeuillet are one person. */
static const struct fold_pair {
    uint32_t from;
    const char *to;
} PAIRS[] = {
    {0x00df, "ss"}, {0x1e9e, "ss"}, {0x0132, "ij"}, {0x0133, "ij"}, {0xfb00, "ff"},
    {0xfb01, "fi"}, {0xfb02, "fl"}, {0xfb03, "ffi"}, {0xfb04, "ffl"}, {0xfb05, "st"},
    {0xfb06, "st"}, {0x0152, "oe"}, {0x0153, "oe"}, {0x00c6, "ae"}, {0x00e6, "ae"},
    {0x00d8, "o"}, {0x00f8, "o"}, {0x0141, "l"}, {0x0142, "l"}, {0x0110, "d"},
    {0x0111, "d"}, {0x0131, "i"},
};

uint32_t fold_lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
        (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) || (c >= 0x410 && c <= 0x42f))
        return c + 32;
    if (c >= 0x400 && c <= 0x40f)
        return c + 80;
    if (c == 0x178)
        return 0xff;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
        return c + (c % 2);
    if ((c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138) ||
        (c >= 0x1e00 && c <= 0x1e95) || (c >= 0x1ea0 && c <= 0x1eff))
        return c + (c % 2 == 0);
    return c;
}

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
           (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
           (c >= 0xfe20 && c <= 0xfe2f);
}

void fold_put(struct buf *out, uint32_t c)
{
    char letter = 0, bytes[4];
    if (is_mark(c))
        return;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++)
        if (PAIRS[i].from == c) {
            buf_puts(out, PAIRS[i].to);
            return;
        }
    if (c >= 0xff21 && c <= 0xff5a) /* full-width forms stand at a fixed distance from ASCII */
        c -= 0xff21 - 'A';
    if (c >= 0xc0 && c < 0xc0 + sizeof LATIN - 1)
        letter = LATIN[c - 0xc0];
    else if (c >= 0x1e00 && c < 0x1e00 + sizeof LATIN_MORE - 1)
        letter = LATIN_MORE[c - 0x1e00];
    if (letter && letter != '.')
        buf_putc(out, letter);
    else
        buf_put(out, (struct str){bytes, utf8_put(bytes, fold_lower(c))});
}
