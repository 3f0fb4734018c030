#include "common/base/result.h"

#include <cstring>

#include "common/base/escape.h"
#include "common/base/shortage.h"

namespace nd {

std::string Error::message() const {
  std::string text;
  if (!object.empty()) text = escaped(object) + ": ";
  text += reason.empty() ? std::string(std::strerror(code)) : escaped(reason);
  if (!remedy.empty()) text += " (" + escaped(remedy) + ")";
  return text;
}

Failure system_failure(std::string_view call, std::string object) {
  return system_failure(errno, call, std::move(object));
}

Failure system_failure(int code, std::string_view call, std::string object) {
  note_shortage(code, object);
  return Failure{Error{.code = code, .call = call, .object = std::move(object), .reason = {}, .remedy = {}}};
}

Failure input_failure(std::string object, std::string reason, std::string remedy) {
  return Failure{Error{
      .code = 0, .call = {}, .object = std::move(object), .reason = std::move(reason), .remedy = std::move(remedy)}};
}

}  // namespace nd
