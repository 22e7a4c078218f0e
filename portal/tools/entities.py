"""The character references of HTML, as a C table sorted by name: those of the standard, which Python keeps
(html.entities.html5). Run by the build: entities.py > portal/mail/entities.c

The old names that need no ";" are there twice, as the standard has them: with it and without."""
from html.entities import html5

print('/* Made by portal/tools/entities.py. */\n#include "mail/entities.h"\n')
print("const struct entity entities[] = {")
for name in sorted(html5, key=lambda name: name.encode("ascii")):
    print('    {"%s", "%s"},' % (name, "".join(f"\\x{byte:02x}" for byte in html5[name].encode("utf-8"))))
print("};\nconst size_t entities_n = sizeof entities / sizeof *entities;")
