#!/bin/sh
# What a person reads is typeset in French (french.c says which rules): every literal of the rooms
# that speak, every template, every mail. First, small texts that are each wrong in one way.
set -eu
french=$(pwd)/french
top=${srcdir:-.}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0 ran=0

expect() { # SUFFIX WHY TEXT; no WHY: nothing is wrong
    ran=$((ran + 1))
    printf '%s\n' "$3" >"$dir/a.$1"
    said=$("$french" "$dir/a.$1") || true
    case $said in
    *": ${2:-nothing}: "*) ;;
    '') [ -z "$2" ] || { echo "missed: $3" && failed=1; } ;;
    *) echo "expected '$2', got '$said'" && failed=1 ;;
    esac
}
before='a breakable space before' none='no no-break space before'
expect c "a straight apostrophe, not ’" "say(\"l'année\");"
expect c '' "say(\"l’année\"); c = 'a'; /* it's mine, « so » */"
expect c "$before" 'say("Une date : lundi");'
expect c "$before" 'say("%s : lundi");'
expect c "$before" 'say("Une date" /* here */ " : lundi");'
expect c '' 'say("Une date" NBSP ": lundi", "a\u00a0; b\xc2\xa0!"); x = y ? "a" : "b";'
expect c "$before" 'say("120 €");'
expect c "$none" 'say("120€");'
expect c 'no no-break space after' 'say("« oui\u00a0»");'
expect c "$none" 'say("Pourquoi?");'
expect c '' 'say("/connexion?suite=a", "a=b;c");'
expect html "$before" '<p>{{ v.name }} : <b>oui</b></p>'
expect html "$before" '<p>Pourquoi ?</p>'
expect html '' '<script>a ? b : c</script>{{! it'"'"'s a note : }}<p title="a : b">Oui&nbsp;!</p>'
expect txt "a straight apostrophe, not ’" "Bonjour l'ami"

status=0
(cd "$top" && for room in cmd domain fcgi job mail page sys view web; do
    find "portal/$room" -name '*.c' -not -name '*.html.c'
done && find portal/view emails nginx/errors -name '*.html' && find emails -name '*.txt') >"$dir/files"
(cd "$top" && xargs "$french" <"$dir/files") || status=1
echo "$ran small texts, $(wc -l <"$dir/files") files"
[ $failed = 0 ] && [ $status = 0 ] && [ "$(wc -l <"$dir/files")" -gt 150 ]
