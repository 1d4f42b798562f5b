#pragma once
#include <sqlite3.h>

// Variadic, and so unseen by Swift. To be called before anything else of the library is used: nobody asks how much memory it has,
// and each of its allocations would take a lock to count it.
static inline int sqlite_leave_memory_uncounted(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
