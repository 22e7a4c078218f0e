#include "mail/status.h"

#include "base/ascii.h"
#include "mail/phrases.h"

/* ---- words */

/* No such address, or one that is closed. */
static const char *const gone[] = {
    "unknown user|users|recipient|recipients|mailbox|address|account|addressee|alias|email|virtual",
    "unknown e mail", "unknown local part|user|recipient", "unknown or invalid|illegal",
    "user|users|recipient|recipients|mailbox|address|account|addressee|alias ~ unknown",
    "addresses were unknown", "@ unknown",
    "no such user|users|recipient|recipients|mailbox|address|person|account|alias|local|virtual|domain|host",
    "no such ~ user|mailbox|recipient|address here",
    "user|recipient|mailbox|address|account|addressee|alias|person|email|@ ~ does|did not exist",
    "user|recipient|mailbox|address|account|addressee|alias|person|email|@ ~ doesnt|dont|not exist|existing",
    "nonexist*", "non exist*", "inexist*",
    "user|recipient|mailbox|address|account|addressee|person ~ not found|known|valid",
    "@ not found|known|valid", "@ is|was not found|known|valid", "host|hostname|domain not found", "domain name not found",
    "user|recipient|mailbox|address|account|person ~ could|can not be found",
    "user|recipient|mailbox|address|account|person ~ couldnt|cant|cannot be found",
    "recipnotfound|recipientnotfound", "recipient notfound",
    "invalid|bad recipient|recipients|mailbox|user|addressee|address|rcpt", "bad destination",
    "recipient|user|mailbox|address ~ invalid",
    "not a valid|known|local ~ user|users|mailbox|recipient|address", "not in my validrcptto",
    "no mailbox|account|user|recipient here|by|with|has|of", "no mailbox|account|user|recipient found",
    "no mail box", "no one|person at this address", "nobody ~ by that name",
    "there is no user|account|mailbox|one|person", "is no longer a|here|in|on|at|with|used|employed",
    "no longer valid|exist*|available|accepts|works", "no longer in use", "no longer on server",
    "user|account doesnt have a|an", "not listed in ~ directory", "not present in directory",
    "user|recipient not in directory",
    "account|mailbox|address|user ~ closed|deleted|removed|discontinued|terminated|cancel*|abandoned",
    "user|mailbox|account|address|recipient ~ has moved", "has been replaced by",
    "unrouteable|unroutable address", "unknown host|domain", "host|domain unknown", "domain ~ is unknown",
    "recipient domain must exist", "name or service not known", "find any host named|by",
    "host|domain does not accept mail|email", "null mx", "nullmx",
    "utilisateur|utilisatrice|destinataire|destinatrice|adresse|boite|compte|domaine ~ inconnu*",
    "utilisateur|destinataire|adresse|boite|compte|domaine ~ introuvable*|invalide*",
    "n existe pas|plus", "existe pas|plus", "adresse|boite|compte ~ ferme*|supprime*|cloture*|resilie*",
    "n est plus valide|valable|utilisee|attribuee", "no existe", "non esiste", "nessun utente",
    "usuario desconocido", "unbekannter empfanger", "empfanger|benutzer|adresse ~ unbekannt",
    "existiert nicht", NULL};

/* Anything else that a refusal may be about. */
static const char *const elsewhere[] = {
    /* a policy, a right */
    "polic*", "politique*", "authori*", "unauthori*", "autoris*", "permission*", "permits|permitted",
    "not allowed", "denied", "prohibit*", "restrict*", "interdit*", "forbidden", "access from|to",
    "refuse|refuses to receive|accept|deliver", "protected by", "user rules", "rule", "user reject",
    "recipient preferences", "only accept*|receives", "settings", "mailing list", "members", "rst",
    /* who sent it */
    "spf", "dkim", "dmarc", "sid|senderid", "authenti*", "unauthenti*", "dauthenti*", "sender*",
    "expediteur*", "emetteur*", "originator", "purported", "batv", "unsigned|party dsn|dsns", "from address|header|domain|you|your",
    "mail|envelope from", "return path", "returned mail not", "reverse", "ptr", "rdns", "helo", "ehlo", "forged", "spoof*",
    "impersonat*", "your ip|host|hostname|server|domain|network|message|mail|email|access", "client",
    "credential*", "log in", "record|records", "resolve your", "verification|verify fail*", "failed to verify",
    /* reputation and lists */
    "reputation*", "black|block|deny list|listed|lists", "blacklist*", "blocklist*", "denylist*",
    "block|blocks|blocked|blocking", "blocage|bloque*", "rbl*", "xrbl*", "dnsbl*", "dbl", "bl", "spamhaus",
    "spamcop", "senderbase", "sorbs", "cloudmark", "banned", "suspicious*", "suspected", "abus*",
    "is|are|was|currently listed", "listed by|on|at|as", "ip address|addresses|profile|for",
    "client|source|sending|remote|dynamic|server ip|ips", "bounced address", "proxy", "go away",
    /* the content */
    "spam*", "junk", "virus*", "infected", "malware", "malicious", "phish*", "content*", "contenu",
    "attachment*", "unsolicited", "bulk", "header*", "mime", "malformed",
    "message|mail rejected|refused|filtered|discarded", "message has been rejected|refused", "url*", "score*", "executable", "unsafe",
    "harmful", "smtputf8", "charset", "encoding", "line too", "bare lf",
    /* size, room */
    "size", "too big|large|long|great", "exceed*", "limit*", "maximum", "full", "plein|pleine",
    "saturee", "quota*", "overquota", "insufficient", "out of space|storage|disk", "storage",
    "no|enough space", "used up", "disk*", "capacity", "depasse*",
    /* too many, too fast */
    "too many|much|fast|quickly|frequent*|busy", "trop de", "rate|rates", "throttl*", "frequen*",
    "greylist*", "graylist*", "grey listed", "concurren*", "simultaneous*", "later", "ulterieur*",
    "plus tard", "temporar*", "temporaire*", "reessay*", "not found try again", "priority",
    /* a loop, a delay, a way that is cut */
    "loop|loops|looping|looped", "hop|hops", "boucle", "expired", "timed out", "time out|limit",
    "timeout", "a long time", "in the queue", "in queue", "gave up", "retry*|retries", "unreachable", "not reachable",
    "connection*", "connect", "connexion*", "no route", "resolve route", "not respond*", "no response|answer", "delayed",
    "attempts", "for more than", "not been collected",
    /* the other system, or ours */
    "system ~ error|problem|failure|resources|call", "internal|local|server|mailer|write error", "config*", "misconfig*",
    "out of memory", "database", "ldap", "lookup failed|failure|error", "look up host|domain", "dns",
    "tls", "starttls", "certificate*", "encrypt*", "maintenance", "relaying", "a|mail relay",
    "relay access|denied|not|this|for|mail|forbidden|host", "to relay", "open relay", "gateway", "rcpthosts", "rcpthost", "handle mail for",
    "service|server|system ~ unavailable", "service not available", "program", "protocol", "syntax",
    "command died|failed|output", "transaction failed", "procmail", "maildrop", "pipe", "encountered an error",
    "unknown error|reason|failure|problem|cause|status|command", "not currently", "currently not",
    "not accepting|receiving",
    /* a mailbox that is there, and shut for now */
    "suspend*", "disabled", "deactivated", "desactive*", "inactiv*", "locked", "frozen", "dormant",
    "not active", "not activated", "archive*", "cannot be accessed",
    /* perhaps */
    "may|might not|be|have", "could be|have", "might", "peut etre", "pourrait", "possibl*", "maybe",
    "probabl*", NULL};

struct said {
    bool gone, elsewhere;
};

static struct said words_say(struct str words)
{
    struct arena *a = arena_new();
    struct phrases_text t = phrases_read(a, words);
    struct said s = {phrases_any(&t, gone), phrases_any(&t, elsewhere)};
    arena_free(a);
    return s;
}

bool status_words_condemn(struct str words)
{
    struct said s = words_say(words);
    return s.gone && !s.elsewhere;
}

/* ---- codes */

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

enum blame { BLAME_NOBODY, BLAME_ADDRESS, BLAME_OTHER };

/* What a code alone says (RFC 3463 §3, and the registry that goes on from it). One whose detail is 0
 * says no more than where to look, and leaves it to the words. */
static enum blame code_blames(const unsigned part[3])
{
    static const unsigned wrong[][2] = {
        {1, 1}, {1, 2}, {1, 3}, {1, 6}, {1, 10}, /* no such mailbox, domain; moved; takes no mail */
        {2, 1},                                  /* shut for good */
    };
    if (part[0] != 5)
        return BLAME_OTHER;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (part[1] == wrong[i][0] && part[2] == wrong[i][1])
            return BLAME_ADDRESS;
    bool vague = part[2] == 0 && part[1] <= 5;
    return vague || (part[1] == 4 && part[2] == 4) ? BLAME_NOBODY : BLAME_OTHER; /* 5.4.4: no route */
}

/* May a number that means something stand here? "Exim 4.94.2" and "192.0.2.1" hold no code. */
static bool may_begin(struct str s, size_t at)
{
    size_t before = at;
    while (before > 0 && s.p[before - 1] == ' ')
        before--;
    if (before == 0 || strchr("#([{<;:,-\t\r\n", s.p[before - 1]))
        return true;
    if (before == at) /* in the midst of a word */
        return false;
    struct str word = str_slice(s, before < 3 ? 0 : before - 3, before);
    return word.n == 3 && (word.p[0] == '4' || word.p[0] == '5') && ascii_is_digit(word.p[1]) &&
           ascii_is_digit(word.p[2]) && may_begin(s, before - 3);
}

static bool ends(struct str s, size_t at)
{
    bool more = at + 1 < s.n && s.p[at] == '.' && ascii_is_digit(s.p[at + 1]);
    return at >= s.n || (!ascii_is_alnum(s.p[at]) && !more);
}

/* "550 …", "550-…", "550": but "[416]" is a number of the house's own. */
static bool is_reply(struct str s, size_t at)
{
    uint64_t reply;
    return str_to_u64(str_slice(s, at, at + 3), 599, &reply) && reply >= 400 && at + 3 <= s.n &&
           (at + 3 == s.n || s.p[at + 3] == ' ' || s.p[at + 3] == '-');
}

struct codes {
    bool address, other, refused, later; /* … refused, later: "5xx", "4xx" of an answer */
    bool unknown_there; /* 5.4.1 */
};

static void note_code(struct codes *c, const unsigned part[3])
{
    enum blame b = code_blames(part);
    c->address = c->address || b == BLAME_ADDRESS;
    if (part[0] == 5 && part[1] == 4 && part[2] == 1)
        c->unknown_there = true;
    else
        c->other = c->other || b == BLAME_OTHER;
}

static struct codes codes_in(struct str s)
{
    struct codes c = {0};
    for (size_t i = 0; i + 2 < s.n; i++) {
        unsigned part[3];
        struct str number;
        if (!ascii_is_digit(s.p[i]) || !may_begin(s, i))
            continue;
        if ((s.p[i] == '4' || s.p[i] == '5') && status_read(str_slice(s, i, s.n), part, &number)) {
            if (ends(s, i + number.n))
                note_code(&c, part);
            i += number.n;
        } else if (is_reply(s, i)) {
            c.refused = c.refused || s.p[i] == '5';
            c.later = c.later || s.p[i] == '4';
            i += 2;
        }
    }
    return c;
}

/* "host mx.example[192.0.2.1] said: 550 …": what it said, not what was made of it. */
static struct str quoted(struct str words)
{
    const char *at = words.n ? memmem(words.p, words.n, " said: ", 7) : NULL;
    return at ? str_slice(words, (size_t)(at - words.p) + 7, words.n) : words;
}

/* One server of a large house means by it that nobody has that address, and says so in its manual;
 * its words, "access denied", would be a policy's. */
static bool denied_as_unknown(const struct codes *c, struct str words)
{
    static const char *const denied[] = {"recipient address rejected access denied", NULL};
    struct arena *a = arena_new();
    struct phrases_text t = phrases_read(a, words);
    bool so = c->unknown_there && !c->other && phrases_any(&t, denied);
    arena_free(a);
    return so;
}

bool status_condemns(struct str status, struct str words)
{
    struct str said = quoted(words), all = status;
    struct codes c = codes_in(said);
    if (!c.address && !c.other && !c.unknown_there) { /* the words have no code that says anything */
        struct codes beside = codes_in(str_trim(all));
        c.address = beside.address;
        c.other = beside.other || beside.unknown_there;
    }
    if (c.other || (c.later && !c.refused))
        return false;
    if (denied_as_unknown(&c, said))
        return true;
    struct said w = words_say(said);
    return !w.elsewhere && !c.unknown_there && (c.address || w.gone);
}

bool status_said(struct str text)
{
    struct codes c = codes_in(text);
    return c.address || c.other || c.refused || c.later || c.unknown_there;
}

bool status_line_condemns(struct str line)
{
    unsigned part[3];
    struct str number;
    uint64_t code;
    bool refused = line.n > 4 && str_to_u64(str_slice(line, 0, 3), 599, &code) && code >= 500;
    if (!refused || !status_read(str_slice(line, 4, line.n), part, &number))
        return false;
    return (part[1] || part[2]) && status_condemns((struct str){0}, line);
}
