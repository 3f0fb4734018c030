#include "capture/dissect/gmpls_names.h"

namespace nd::capture {
namespace {

constexpr Token kBandwidthModelsTable[] = {
    {0, "Russian dolls"},
    {1, "Maximum allocation"},
    {0xfe, "Maximum allocation with E-LSP support"},
};

constexpr Token kGmplsEncodingsTable[] = {
    {1, "Packet"},
    {2, "Ethernet V2/DIX"},
    {3, "ANSI/ETSI PDH"},
    {4, "Reserved"},
    {5, "SDH ITU-T G.707/SONET ANSI T1.105"},
    {6, "Reserved"},
    {7, "Digital Wrapper"},
    {8, "Lambda (photonic)"},
    {9, "Fiber"},
    {0xa, "Reserved"},
    {0xb, "FiberChannel"},
};

constexpr Token kGmplsSwitchingTable[] = {
    {1, "Packet-Switch Capable-1"},  {2, "Packet-Switch Capable-2"},   {3, "Packet-Switch Capable-3"},
    {4, "Packet-Switch Capable-4"},  {0x33, "Layer-2 Switch Capable"}, {0x64, "Time-Division-Multiplex"},
    {0x96, "Lambda-Switch Capable"}, {0xc8, "Fiber-Switch Capable"},
};

constexpr Token kGmplsProtectionsTable[] = {
    {1, "Extra Traffic"},    {2, "Unprotected"}, {4, "Shared"},      {8, "Dedicated 1:1"},
    {0x10, "Dedicated 1+1"}, {0x20, "Enhanced"}, {0x40, "Reserved"}, {0x80, "Reserved"},
};

}  // namespace

const Tokens kBandwidthModels{kBandwidthModelsTable};
const Tokens kGmplsEncodings{kGmplsEncodingsTable};
const Tokens kGmplsSwitching{kGmplsSwitchingTable};
const Tokens kGmplsProtections{kGmplsProtectionsTable};

}  // namespace nd::capture
