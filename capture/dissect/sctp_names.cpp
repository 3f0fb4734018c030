#include "capture/dissect/sctp_names.h"

namespace nd::capture::sctp {
namespace {

constexpr Token kPayloadProtocolsTable[] = {
    {1, "ISDN Q.921"}, {2, "M2UA"},     {3, "M3UA"},         {4, "SUA"},          {5, "M2PA"},         {6, "V5.2"},
    {7, "H.248"},      {8, "BICC"},     {9, "TALI"},         {0xa, "DUA"},        {0xb, "ASAP"},       {0xc, "ENRP"},
    {0xd, "H.323"},    {0xe, "Q.IPC"},  {0xf, "SIMCO"},      {0x10, "DDPSC"},     {0x11, "DDPSSC"},    {0x12, "S1AP"},
    {0x13, "RUA"},     {0x14, "HNBAP"}, {0x15, "ForCES HP"}, {0x16, "ForCES MP"}, {0x17, "ForCES LP"}, {0x18, "SBc-AP"},
    {0x19, "NBAP"},    {0x1b, "X2AP"},
};

constexpr Token kForcesPortsTable[] = {
    {0x1a30, "ForCES HP"},
    {0x1a31, "ForCES MP"},
    {0x1a32, "ForCES LP"},
};

constexpr Token kChunksTable[] = {
    {0, "DATA"},           {1, "INIT"},         {2, "INIT ACK"},        {3, "SACK"},         {4, "HB REQ"},
    {5, "HB ACK"},         {6, "ABORT"},        {7, "SHUTDOWN"},        {8, "SHUTDOWN ACK"}, {9, "OP ERR"},
    {0xa, "COOKIE ECHO"},  {0xb, "COOKIE ACK"}, {0xc, "ECN ECHO"},      {0xd, "ECN CWR"},    {0xe, "SHUTDOWN COMPLETE"},
    {0xc0, "FOR CUM TSN"}, {0xc1, "REL CTRL"},  {0xc2, "REL CTRL ACK"},
};

}  // namespace

const Tokens kPayloadProtocols{kPayloadProtocolsTable};
const Tokens kForcesPorts{kForcesPortsTable};
const Tokens kChunks{kChunksTable};

}  // namespace nd::capture::sctp
