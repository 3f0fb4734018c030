// What the helper process does until the capture is over: questions come, answers go. Walks through /proc are as rare
// as it takes to leave three quarters of a processor to others; questions that need one wait for it together.
#pragma once

#include "capture/process/holder_index.h"
#include "common/base/result.h"

namespace nd::capture {

// `fd` is a socket that keeps messages apart. Returns when its other end is closed.
Status answer_questions(int fd, const WantedProcess& wanted);

}  // namespace nd::capture
