// Who has which of IANA's private enterprise numbers, as far as the protocols here show them by name.
#pragma once

#include "capture/dissect/token.h"

namespace nd::capture {

extern const Tokens kEnterprises;

}  // namespace nd::capture
