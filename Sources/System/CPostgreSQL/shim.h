#pragma once
#include <libpq-fe.h>

// What a server has to say by the way goes nowhere: the library would print it.
static inline void pg_ignore_notice(void *context, const PGresult *result) {}

// Connects. What the address says of the same goes before what stands here: whoever is gone is noticed within some 15 seconds.
static inline PGconn *pg_connect(const char *address) {
  const char *const names[] = {
      "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", NULL};
  const char *const values[] = {"refrain", "10", "5", "3", "3", "15000", address, "UTF8", NULL};
  PGconn *connection = PQconnectdbParams(names, values, 1);
  if (connection) PQsetNoticeReceiver(connection, pg_ignore_notice, NULL);
  return connection;
}

// Swift sees no macro whose value is a character.
static inline const char *pg_state(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_SQLSTATE); }

static inline const char *pg_message(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
