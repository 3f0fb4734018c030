// What the kernel tells of one kind of descriptor and no other, as JSON: the counter of an eventfd, what an epoll
// instance watches and how, when a timer expires, which signals a signalfd takes …
#pragma once

#include "common/render/json.h"
#include "lsof/open_file.h"

namespace nd::lsof {

// From the text of fdinfo, which the file keeps where facts are wanted.
void put_facts(JsonWriter& json, const Process& process, const OpenFile& file);

// The words of an epoll event mask ("in", "out", "rdhup" …), the modifiers left out.
std::vector<std::string_view> epoll_event_words(std::uint32_t events);
bool is_edge_triggered(std::uint32_t events);
bool is_one_shot(std::uint32_t events);
bool is_exclusive(std::uint32_t events);
// Of the masks of inotify and fanotify: "modify", "close_write" …
std::vector<std::string_view> inotify_event_words(std::uint32_t mask);
std::vector<std::string_view> fanotify_event_words(std::uint64_t mask);

}  // namespace nd::lsof
