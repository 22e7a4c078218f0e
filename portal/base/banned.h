/* base/banned.h - forced into every file of the portal by the build (-include).
 * Each of these has a safer word in base/: see str.h, buf.h, day.h, sys/proc.h. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* The system headers that declare them come first, so that only our own uses are caught. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atoll atof gmtime localtime
#pragma GCC poison asctime ctime system popen gets

#endif
