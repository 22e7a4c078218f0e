#include "mail/status.h"

#include "base/ascii.h"

bool status_read(struct str s, unsigned part[3], struct str *number)
{
    size_t n = 0;
    while (n < s.n && n < 11 && (ascii_is_digit(s.p[n]) || s.p[n] == '.'))
        n++;
    struct str rest = *number = str_slice(s, 0, n), piece;
    for (int i = 0; i < 3; i++) {
        uint64_t v;
        if (!str_cut(&rest, '.', &piece) || !str_to_u64(piece, 999, &v))
            return false;
        part[i] = (unsigned)v;
    }
    return !rest.p;
}

/* A permanent failure condemns the address, unless it speaks of something else: a full mailbox
 * (5.2.2), a mail too large for it (5.2.3), the other system's state (5.3), the mail itself (5.6),
 * a policy (5.7, where 5.7.1 is also said of spam). RFC 3463 §3. */
bool status_condemns(const unsigned part[3])
{
    if (part[0] != 5)
        return false;
    if (part[1] == 2)
        return part[2] != 2 && part[2] != 3;
    return part[1] != 3 && part[1] != 6 && part[1] != 7;
}

bool status_line_condemns(struct str line)
{
    unsigned part[3];
    struct str number;
    uint64_t code;
    bool refused = line.n > 4 && str_to_u64(str_slice(line, 0, 3), 599, &code) && code >= 500;
    if (!refused || !status_read(str_slice(line, 4, line.n), part, &number))
        return false;
    return (part[1] || part[2]) && status_condemns(part); /* 5.0.0 says nothing of the address */
}
