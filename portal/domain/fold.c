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
    {0xfb06, "st"}, {0x01c4, "dz"}, {0x01c5, "dz"}, {0x01c6, "dz"}, {0x01c7, "lj"},
    {0x01c8, "lj"}, {0x01c9, "lj"}, {0x01ca, "nj"}, {0x01cb, "nj"}, {0x01cc, "nj"},
    {0x01f1, "dz"}, {0x01f2, "dz"}, {0x01f3, "dz"}, {0x00aa, "a"}, {0x00ba, "o"}, {0x0152, "oe"}, {0x0153, "oe"}, {0x00c6, "ae"}, {0x00e6, "ae"},
    {0x00d8, "o"}, {0x00f8, "o"}, {0x0141, "l"}, {0x0142, "l"}, {0x0110, "d"},
    {0x0111, "d"}, {0x0131, "i"},
    {0x01e2, "ae"}, {0x01e3, "ae"}, {0x01fc, "ae"}, {0x01fd, "ae"}, {0x01fe, "o"}, {0x01ff, "o"},
};

/* Letters of African and Asian alphabets in Latin script, whose capitals stand far away. */
static const uint16_t CAPITALS[][2] = {
    {0x181, 0x253}, {0x182, 0x183}, {0x184, 0x185}, {0x186, 0x254}, {0x187, 0x188},
    {0x189, 0x256}, {0x18a, 0x257}, {0x18b, 0x18c}, {0x18e, 0x1dd}, {0x18f, 0x259},
    {0x190, 0x25b}, {0x191, 0x192}, {0x193, 0x260}, {0x194, 0x263}, {0x196, 0x269},
    {0x197, 0x268}, {0x198, 0x199}, {0x19c, 0x26f}, {0x19d, 0x272}, {0x19f, 0x275},
    {0x1a2, 0x1a3}, {0x1a4, 0x1a5}, {0x1a6, 0x280}, {0x1a7, 0x1a8}, {0x1a9, 0x283},
    {0x1ac, 0x1ad}, {0x1ae, 0x288}, {0x1b1, 0x28a}, {0x1b2, 0x28b}, {0x1b3, 0x1b4},
    {0x1b5, 0x1b6}, {0x1b7, 0x292}, {0x1b8, 0x1b9}, {0x1bc, 0x1bd}, {0x1e4, 0x1e5},
    {0x1f6, 0x195}, {0x1f7, 0x1bf}, {0x21c, 0x21d}, {0x220, 0x19e}, {0x222, 0x223},
    {0x224, 0x225}, {0x23a, 0x2c65}, {0x23b, 0x23c}, {0x23d, 0x19a}, {0x23e, 0x2c66},
};

uint32_t fold_lower(uint32_t c)
{
    for (size_t i = 0; c >= 0x180 && c < 0x240 && i < sizeof CAPITALS / sizeof *CAPITALS; i++)
        if (CAPITALS[i][0] == c)
            return CAPITALS[i][1];
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
