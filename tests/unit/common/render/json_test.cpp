#include "common/render/json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nd {
namespace {

template <typename F>
std::string line_with(F&& fields) {
  TextBuffer out;
  JsonWriter json(out);
  json.begin_line("row");
  fields(json);
  json.end_line();
  return std::string(out.view());
}

TEST(JsonWriter, writes_one_object_a_line_with_its_type_first) {
  TextBuffer out;
  JsonWriter json(out);
  for (const int number : {1, 2}) {
    json.begin_line("row");
    json.field("n", number);
    json.end_line();
  }
  EXPECT_EQ(out.view(), "{\"type\":\"row\",\"n\":1}\n{\"type\":\"row\",\"n\":2}\n");
}

TEST(JsonWriter, keeps_the_types_of_values) {
  EXPECT_EQ(line_with([](JsonWriter& json) {
              json.field("u", UINT64_MAX);
              json.field("s", INT64_MIN);
              json.field("f", 0.5);
              json.field("b", true);
              json.field("t", "text");
              json.null_field("z");
            }),
            "{\"type\":\"row\",\"u\":18446744073709551615,\"s\":-9223372036854775808,\"f\":0.5,\"b\":true,"
            "\"t\":\"text\",\"z\":null}\n");
}

TEST(JsonWriter, writes_no_digit_that_a_number_does_not_need) {
  EXPECT_EQ(line_with([](JsonWriter& json) {
              json.field("a", 12070 / 1e6);
              json.field("b", 100.0);
              json.field("c", 0.0);
              json.field("d", 1 / 1e6);
              json.field("e", -0.25);
              json.field("f", 0x1p128);
              json.field("g", 5e-324);
            }),
            "{\"type\":\"row\",\"a\":0.01207,\"b\":100.0,\"c\":0.0,\"d\":0.000001,\"e\":-0.25,"
            "\"f\":3.402823669209385e+38,\"g\":5e-324}\n");
}

TEST(JsonWriter, has_no_word_for_infinity) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.field("x", INFINITY), json.field("y", std::nan("")); }),
            "{\"type\":\"row\",\"x\":null,\"y\":null}\n");
}

TEST(JsonWriter, nests) {
  EXPECT_EQ(line_with([](JsonWriter& json) {
              json.begin_array("list");
              json.value(1), json.value("two");
              json.end_array();
              json.begin_object("object");
              json.end_object();
            }),
            "{\"type\":\"row\",\"list\":[1,\"two\"],\"object\":{}}\n");
}

TEST(JsonWriter, escapes_control_characters_and_quotes) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.foreign_field("t", "a\"\\\n\x1b"); }),
            "{\"type\":\"row\",\"t\":\"a\\\"\\\\\\n\\u001B\"}\n");
}

// Text is copied eight bytes at a time: what must be escaped is found at every place of every length.
TEST(JsonWriter, finds_what_must_be_escaped_wherever_it_stands) {
  const auto field = [](const std::string& text) {
    return line_with([&](JsonWriter& json) { json.field("t", std::string_view(text)), json.field("n", 1); });
  };
  for (std::size_t length = 1; length < 40; ++length) {
    const std::string plain(length, '~');
    EXPECT_EQ(field(plain), "{\"type\":\"row\",\"t\":\"" + plain + "\",\"n\":1}\n");
    for (std::size_t at = 0; at < length; ++at) {
      const auto with = [&](std::string_view what) { return plain.substr(0, at).append(what) + plain.substr(at + 1); };
      EXPECT_EQ(field(with("\"")), "{\"type\":\"row\",\"t\":\"" + with("\\\"") + "\",\"n\":1}\n");
      EXPECT_EQ(field(with("\\")), "{\"type\":\"row\",\"t\":\"" + with("\\\\") + "\",\"n\":1}\n");
      EXPECT_EQ(field(with("\x1f")), "{\"type\":\"row\",\"t\":\"" + with("\\u001F") + "\",\"n\":1}\n");
      EXPECT_EQ(field(with(std::string_view("\0", 1))),
                "{\"type\":\"row\",\"t\":\"" + with("\\u0000") + "\",\"n\":1}\n");
      EXPECT_EQ(field(with(" ")), "{\"type\":\"row\",\"t\":\"" + with(" ") + "\",\"n\":1}\n");
    }
  }
}

TEST(JsonWriter, escapes_keys_too) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.field("a\"b", 1), json.field("c\n", -1), json.field("d\\", true); }),
            "{\"type\":\"row\",\"a\\\"b\":1,\"c\\n\":-1,\"d\\\\\":true}\n");
}

TEST(JsonWriter, keeps_valid_utf8_as_it_is) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.foreign_field("t", "caf\xc3\xa9"); }),
            "{\"type\":\"row\",\"t\":\"caf\xc3\xa9\"}\n");
}

TEST(JsonWriter, escapes_what_a_terminal_would_obey) {
  const auto text = [](std::string_view bytes) {
    return line_with([&](JsonWriter& json) { json.foreign_field("t", bytes); });
  };
  EXPECT_EQ(text("\x7f"), "{\"type\":\"row\",\"t\":\"\\u007f\"}\n");                        // DEL
  EXPECT_EQ(text("\xc2\x9b[2J"), "{\"type\":\"row\",\"t\":\"\\u009b[2J\"}\n");              // C1: CSI
  EXPECT_EQ(text("\"a\\\xe2\x80\xae"), "{\"type\":\"row\",\"t\":\"\\\"a\\\\\\u202e\"}\n");  // bidirectional override
  EXPECT_EQ(text("\n\xe2\x80\xa8"), "{\"type\":\"row\",\"t\":\"\\u000a\\u2028\"}\n");       // line separator
  EXPECT_EQ(text("\xf3\xa0\x80\xa0"), "{\"type\":\"row\",\"t\":\"\\udb40\\udc20\"}\n");     // a tag, past U+FFFF
}

TEST(JsonWriter, gives_invalid_bytes_a_second_field_in_hexadecimal) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.foreign_field("t", "a\xff"); }),
            "{\"type\":\"row\",\"t\":\"a\xef\xbf\xbd\",\"t_hex\":\"61ff\"}\n");
}

TEST(JsonWriter, takes_an_empty_text) {
  EXPECT_EQ(line_with([](JsonWriter& json) { json.foreign_field("t", {}), json.hex_field("h", {}); }),
            "{\"type\":\"row\",\"t\":\"\",\"h\":\"\"}\n");
}

TEST(JsonWriter, writes_times_in_rfc_3339) {
  using namespace std::chrono_literals;
  EXPECT_EQ(line_with([](JsonWriter& json) { json.time_field("at", 1790000000s + 5ns); }),
            "{\"type\":\"row\",\"at\":\"2026-09-21T14:13:20.000000005Z\"}\n");
  EXPECT_EQ(line_with([](JsonWriter& json) { json.time_field("at", -1ns); }),
            "{\"type\":\"row\",\"at\":\"1969-12-31T23:59:59.999999999Z\"}\n");
}

}  // namespace
}  // namespace nd
