#!/bin/sh
# Migrations are numbered from 0001 without a gap or a double, and each is installed: two people
# who each take the next number meet here, not on a live database.
set -eu
top=${srcdir:-.}
failed=0 n=0
for file in "$top"/sql/[0-9]*.sql; do
    n=$((n + 1))
    name=$(basename "$file")
    case $name in
    "$(printf %04d $n)"_*.sql) ;;
    *) echo "$name: the next number is $(printf %04d $n)" && failed=1 ;;
    esac
    grep -q "sql/$name" "$top/Makefile.am" || { echo "$name is not in dist_sql_DATA" && failed=1; }
done
echo "$n migrations"
[ "$n" -gt 0 ] && [ $failed = 0 ]
