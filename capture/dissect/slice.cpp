#include "capture/dissect/slice.h"

namespace nd::capture {

void throw_layer_cut() { throw LayerCut{}; }
void throw_truncated() { throw Truncated{}; }  // out of line: the readers stay small

}  // namespace nd::capture
