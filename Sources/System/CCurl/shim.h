#pragma once
#include <curl/curl.h>

// Functions with a variable number of arguments are not seen by Swift: one here for each type of argument.

static inline CURLcode curl_set_number(CURL *call, CURLoption option, long value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_size(CURL *call, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_text(CURL *call, CURLoption option, const char *value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_list(CURL *call, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_context(CURL *call, CURLoption option, void *value) {
  return curl_easy_setopt(call, option, value);
}

// Reading, writing and headers have one signature.
static inline CURLcode curl_set_transfer(CURL *call, CURLoption option, curl_write_callback value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_open_socket(CURL *call, curl_opensocket_callback value) {
  return curl_easy_setopt(call, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode curl_get_number(CURL *call, CURLINFO info, long *value) {
  return curl_easy_getinfo(call, info, value);
}

static inline CURLMcode curl_multi_set_number(CURLM *calls, CURLMoption option, long value) {
  return curl_multi_setopt(calls, option, value);
}
