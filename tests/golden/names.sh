#!/bin/sh
# Names that two files must agree on and no compiler compares: settings, mails, templates, style
# classes. A name that only one side knows is a fact that nobody shows, or a page with a hole.
set -eu
cd "${srcdir:-.}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

differ() { # WHAT: the names that are in $dir/a and not in $dir/b
    sort -u "$dir/a" -o "$dir/a" && sort -u "$dir/b" -o "$dir/b"
    [ "$(wc -l <"$dir/a")" -ge "$2" ] || { echo "$1: found too few to compare" && failed=1; }
    comm -23 "$dir/a" "$dir/b" >"$dir/only"
    [ ! -s "$dir/only" ] || { sed "s|^|$1: |" "$dir/only" && failed=1; }
}
sources() { # the rooms' own sources, nothing generated
    find portal -name '*.[ch]' -not -name '*.html.c' -not -path 'portal/tools/*'
}
templates() {
    find portal/view emails nginx/errors -name '*.html' -o -path 'emails/*.txt'
}

# Settings: a row of the migrations for each that is read, a reader for each row.
sed -nE "s/^ *\('([a-z]+\.[a-z_]+)', .*/\1/p" sql/0*.sql >"$dir/rows"
groups=$(sed 's/\..*//' "$dir/rows" | sort -u | paste -sd'|')
# routes and limits have names of the same shape
sources | grep -v '^portal/web/' | xargs grep -hvE 'limit(_mail)?\(' | grep -oE "\"($groups)\.[a-z_]+\"" |
    tr -d '"' >"$dir/read"
cp "$dir/read" "$dir/a" && cp "$dir/rows" "$dir/b"
differ 'a setting that is read and has no row' 40
cp "$dir/rows" "$dir/a" && cp "$dir/read" "$dir/b"
differ 'a setting that nobody reads' 40

# Mails: each kind has its two templates, and a page, a job or a transition that sends it.
sed -nE 's/.*subject_([a-z_]+)\(struct buf .*/\1/p' portal/mail/kinds*.c >"$dir/kinds"
cp "$dir/kinds" "$dir/a"
find portal/page portal/job portal/domain -name '*.c' -exec grep -ohE '"[a-z_]+"' {} + |
    tr -d '"' >"$dir/b"
differ 'a mail that nobody sends' 10

# Templates: each page or part is called by its name.
find portal/view -name '*.html' -exec basename {} .html \; >"$dir/a"
{ sources | xargs grep -ohE 'view_[a-z_]+_html' | sed 's/^view_//; s/_html$//'
    templates | xargs grep -ohE '\{\{> [a-z_]+' | sed 's/.* //'; } >"$dir/b"
differ 'a template that nobody shows' 40

# Style: each class of our own that a template, a picture or a script names has a rule.
{ templates | xargs cat | sed 's/{{[^}]*}}/ /g' | grep -oE 'class="[^"]*"'
    grep -ohE 'class=[\]"[^"%]*[\]"' portal/view/*.c; } |
    sed 's/^class=.\{0,1\}"//; s/[\]\{0,1\}"$//' | tr ' ' '\n' | grep -E '^[a-z][a-z0-9_-]*$' |
    grep -vE '^govuk-|-$|^columns__main$' >"$dir/a" # that column takes what the other leaves
# Sass writes a name in pieces (&__part): any spelling of its end will do.
cat portal/assets/theme/*.scss portal/assets/scripts/*.js | grep -oE '[a-z][a-z0-9_-]*' >"$dir/words"
while read -r class; do
    block=${class%%__*} && block=${block%%--*}
    if grep -qxF "$class" "$dir/words" ||
        { grep -qxF "$block" "$dir/words" && grep -qF "&${class#"$block"}" portal/assets/theme/*.scss; }; then
        echo "$class"
    fi
done <"$dir/a" >"$dir/b"
differ 'a class without a rule' 40

# Scripts ask the server in one place, whose guard drops the answers that come too late.
asks=$(grep -nE '\b(fetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket)' portal/assets/scripts/*.js)
case $asks in
portal/assets/scripts/05-ask.js:*fetch*) [ "$(echo "$asks" | wc -l)" = 1 ] ;;
*) false ;;
esac || { echo "a script asks the server past 05-ask.js:" && echo "$asks" && failed=1; }
echo "$(wc -l <"$dir/rows") settings, $(wc -l <"$dir/kinds") mails"
[ $failed = 0 ]
