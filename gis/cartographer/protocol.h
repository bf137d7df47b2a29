// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the console and the cartographer say to each other. No Qt type here: the console is Qt 6,
/// the worker Qt 5. A message is a Frame, its words as JSON, then raw bytes (a picture).
namespace gis {

constexpr std::uint32_t kFrameMagic = 0x31434847;  ///< "GHC1"
constexpr std::uint32_t kFrameVersion = 1;
/// Most a message may hold; a longer one is a broken peer.
constexpr std::uint32_t kMostWords = 64U << 20;
constexpr std::uint32_t kMostBytes = 1U << 30;

enum class MessageKind : std::uint32_t {
    Hello = 1,  ///< Worker: ready.
    Draw,       ///< Console: DrawRequest.
    Drawn,      ///< Worker: DrawReply and the pixels.
    Cancel,     ///< Console: the number of a request nobody waits for any more.
    Describe,   ///< Console: DescribeRequest.
    Described,  ///< Worker: DescribeReply.
    Ping,       ///< Console: are you there?
    Pong,       ///< Worker: here.
    Print,      ///< Console: PrintRequest.
    Printed,    ///< Worker: PrintReply.
};

/// What every message begins with; little-endian, as all machines this runs on.
struct Frame {
    std::uint32_t magic = kFrameMagic;
    std::uint32_t version = kFrameVersion;
    MessageKind kind = MessageKind::Ping;
    std::uint32_t words = 0;  ///< Bytes of JSON that follow.
    std::uint32_t bytes = 0;  ///< Raw bytes after them.
};
static_assert(sizeof(Frame) == 20);

/// Where a ground's picture comes from.
struct MapSource {
    std::string name;  ///< What people call it; named in every sentence about it.
    std::string
        provider;       ///< QGIS's word: "project", "ogr", "gdal", "wms", "vectortile", "postgres".
    std::string uri;    ///< File of a project or of data, or the provider's own address.
    std::string datum;  ///< "gcj02" or "bd09" where the pictures are shifted; else empty.
    bool mayReachOut = false;  ///< An administrator allowed what lies on the network.
    friend bool operator==(const MapSource&, const MapSource&) = default;
};

/// A source that needs the network is served by a worker that sees no files, and the other way
/// round.
bool isWeb(const MapSource& source);

/// A picture that is wanted.
struct DrawRequest {
    std::uint64_t number = 0;
    MapSource source;
    std::array<double, 4> extent{};  ///< West, south, east, north in `crs`.
    int width = 0;                   ///< Device pixels.
    int height = 0;
    double ratio = 1;       ///< Device pixels for one logical pixel of 0.28 mm.
    std::string crs;        ///< As PROJ and QGIS understand it.
    std::int64_t time = 0;  ///< Milliseconds since 1970 for layers that change with time; 0: now.
    std::vector<std::string> layers;  ///< Names or ids; empty: all that the source shows.
    bool labels = true;
    double saturation = 1;  ///< 0 grey to 1 as it is.
    double brightness = 1;
};

/// A layer that could not be drawn, and why, in one sentence.
struct LayerProblem {
    std::string layer;
    std::string why;
    friend bool operator==(const LayerProblem&, const LayerProblem&) = default;
};

/// The memory both sides share lies in two halves, used in turn: so a picture is taken out while
/// the next one is drawn, and no more than two requests are in flight.
constexpr std::size_t kSharedHalf = std::size_t(64) << 20;
constexpr std::size_t kInFlight = 2;

/// What was drawn. Pixels are premultiplied ARGB, 4 bytes each, rows from the top; they lie in the
/// shared memory, or follow where they are too many for it.
struct DrawReply {
    std::uint64_t number = 0;
    int width = 0;  ///< 0 where nothing could be drawn; `why` then tells.
    int height = 0;
    double milliseconds = 0;
    bool cancelled = false;
    std::string why;
    std::vector<LayerProblem> problems;  ///< The rest is drawn.
    std::int64_t drawnAt = 0;  ///< When it was drawn, nanoseconds of the machine's steady clock.
    int half = -1;             ///< Of the shared memory, 0 or 1; -1: the pixels follow.
};

struct DescribeRequest {
    std::uint64_t number = 0;
    MapSource source;
};

/// What a source holds.
struct DescribeReply {
    std::uint64_t number = 0;
    std::string why;  ///< Why it cannot be opened; empty where it can.
    std::string title;
    std::string attribution;
    std::string crs;
    std::array<double, 4> extent{};  ///< Degrees, west, south, east, north; all 0 where unknown.
    std::vector<std::string> layers;
    std::vector<LayerProblem> problems;
};

std::string toJson(const DrawRequest& request);
std::string toJson(const DrawReply& reply);
std::string toJson(const DescribeRequest& request);
std::string toJson(const DescribeReply& reply);
std::string numberToJson(std::uint64_t number);

/// @return Nothing where the words are not what they should be.
template <class T>
std::optional<T> fromJson(std::string_view words);
template <>
std::optional<DrawRequest> fromJson(std::string_view words);
template <>
std::optional<DrawReply> fromJson(std::string_view words);
template <>
std::optional<DescribeRequest> fromJson(std::string_view words);
template <>
std::optional<DescribeReply> fromJson(std::string_view words);
template <>
std::optional<std::uint64_t> fromJson(std::string_view words);

}  // namespace gis
