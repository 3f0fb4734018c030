#include "capture/dissect/bgp.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "capture/dissect/dissectors.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using Data = std::vector<std::uint8_t>;

Data message(std::uint8_t type, const Data& body) {
  Data out(16, 0xff);
  out.push_back(0);
  out.push_back(static_cast<std::uint8_t>(19 + body.size()));
  out.push_back(type);
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

std::string json_of(const Data& data) {
  TextBuffer text;
  JsonWriter json(text);
  const PrintOptions options;
  Context context(options);
  json.begin_line("packet");
  kBgp.json(json, context, Slice(Bytes(data)));
  json.end_line();
  return std::string(text.view());
}

TEST(BgpPathIds, AreSeenOnlyWherePlainPrefixesMakeNoSense) {
  const Data plain{24, 10, 1, 2, 8, 10};
  const Data with_ids{0, 0, 0, 20, 24, 8, 2, 0, 0, 0, 0, 21, 24, 8, 2, 1};
  const Data too_short{0, 0, 0, 1};
  EXPECT_FALSE(bgp::has_path_ids(Slice(Bytes(plain)), 32));
  EXPECT_TRUE(bgp::has_path_ids(Slice(Bytes(with_ids)), 32));
  EXPECT_FALSE(bgp::has_path_ids(Slice(Bytes(too_short)), 32));
}

TEST(BgpJson, ListsTheMessagesOfASegment) {
  Data segment = message(1, {4, 0xfd, 0xe8, 0, 90, 1, 2, 3, 4, 0});
  const Data update = message(2, {0, 0, 0, 4, 0x40, 1, 1, 0, 24, 10, 1, 2});
  segment.insert(segment.end(), update.begin(), update.end());
  const std::string json = json_of(segment);
  EXPECT_NE(json.find(R"("name":"Open","length":29,"version":4,"as":65000,"hold_time":90,"router_id":"1.2.3.4")"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("attributes":[{"type":1,"name":"Origin","flags":64,"length":1}],"nlri":["10.1.2.0/24"])"),
            std::string::npos)
      << json;
}

TEST(BgpPrint, TakesEveryPrefixOfAMessage) {
  const Data whole = message(2, {0, 4, 24, 10, 1, 2, 0, 4, 0x40, 1, 1, 0, 24, 10, 1, 2});
  PrintOptions options;
  options.verbose = 2;
  for (std::size_t captured = 0; captured <= whole.size(); ++captured) {
    TextBuffer text;
    Printer p(text, options);
    try {
      p.call(kBgp, Slice(whole.data(), captured, whole.size()));
    } catch (const Truncated&) {
    }
    EXPECT_EQ(text.view().find(": BGP"), 0U) << captured;
  }
}

}  // namespace
}  // namespace nd::capture
