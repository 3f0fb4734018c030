#include "capture/process/render.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

EndOwner owner(std::string_view command, std::int32_t pid, std::string_view user) {
  EndOwner made;
  made.state = EndOwner::State::kKnown;
  made.has_user = true;
  made.pid = pid;
  made.uid = 33;
  command.copy(made.command, sizeof made.command - 1);
  user.copy(made.user, sizeof made.user - 1);
  return made;
}

std::string text_of(const EndOwner* source, const EndOwner* destination) {
  TextBuffer out;
  append_processes(out, {.source = source, .destination = destination});
  return std::string(out.view());
}

TEST(Processes, stand_on_their_side_of_the_arrow) {
  const EndOwner client = owner("curl", 4711, "root");
  const EndOwner server = owner("a\x1b]b", 815, "");
  EndOwner unknown;
  EXPECT_EQ(text_of(&client, &server), "[curl/4711 root > a\\x1b\\x5db/815 33] ");
  EXPECT_EQ(text_of(&client, nullptr), "[curl/4711 root >] ");
  EXPECT_EQ(text_of(nullptr, &client), "[> curl/4711 root] ");
  EXPECT_EQ(text_of(&unknown, nullptr), "[? >] ");
  EXPECT_EQ(text_of(nullptr, nullptr), "");
  unknown.has_user = true;
  unknown.uid = 7;
  EXPECT_EQ(text_of(&unknown, nullptr), "[? 7 >] ");
}

TEST(Processes, cannot_fake_another_end) {
  const EndOwner forger = owner("a/1 root > b\\", 22, "");
  const EndOwner closer = owner("x/1 r] IP [", 23, "");
  EXPECT_EQ(text_of(&forger, nullptr), "[a\\x2f1\\x20root\\x20\\x3e\\x20b\\x5c/22 33 >] ");
  EXPECT_EQ(text_of(&closer, nullptr), "[x\\x2f1\\x20r\\x5d\\x20IP\\x20\\x5b/23 33 >] ");
}

TEST(Processes, are_absent_from_json_where_they_are_elsewhere) {
  const EndOwner client = owner("curl", 4711, "root");
  TextBuffer out;
  JsonWriter json(out);
  json.begin_line("packet");
  append_processes(json, {.source = &client, .destination = nullptr});
  json.end_line();
  EXPECT_EQ(
      out.view(),
      "{\"type\":\"packet\",\"source_process\":{\"pid\":4711,\"command\":\"curl\",\"uid\":33,\"user\":\"root\"}}\n");
}

TEST(Dialogues, are_the_same_in_both_directions) {
  Flow there;
  there.version = 4;
  there.protocol = 6;
  there.source = {10, 0, 0, 2};
  there.destination = {10, 0, 0, 1};
  there.source_port = 40000;
  there.destination_port = 80;
  Flow back = there;
  std::swap(back.source, back.destination);
  std::swap(back.source_port, back.destination_port);
  EXPECT_EQ(dialogue_of(there).key, dialogue_of(back).key);
  EXPECT_EQ(dialogue_of(there).key.end(dialogue_of(there).source).port, 40000);
  EXPECT_EQ(dialogue_of(back).key.end(dialogue_of(back).source).port, 80);
}

}  // namespace
}  // namespace nd::capture
