// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/words.h"

#include <span>

#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::GridKind;
using dispatch::OneWay;
using dispatch::ResponderKind;
using dispatch::Risk;
using dispatch::RoadClass;
using dispatch::TimePrecision;
using dispatch::Vehicle;
using dispatch::WorkState;

namespace {

/// The first row of a value is the word that is written.
template <class Value>
struct Word {
    Value value;
    const char* word;
};

constexpr Word<GridKind> kGridKinds[] = {
    {GridKind::Community, "community"}, {GridKind::Rural, "rural"},
    {GridKind::Dedicated, "dedicated"}, {GridKind::Community, "社区"},
    {GridKind::Community, "社区网格"},  {GridKind::Rural, "农村"},
    {GridKind::Rural, "农村网格"},      {GridKind::Dedicated, "专属"},
    {GridKind::Dedicated, "专属网格"}};

constexpr Word<ResponderKind> kResponderKinds[] = {
    {ResponderKind::Gridworker, "gridworker"}, {ResponderKind::PartTime, "part-time"},
    {ResponderKind::GridHead, "grid-head"},    {ResponderKind::Police, "police"},
    {ResponderKind::Patrol, "patrol"},         {ResponderKind::Volunteer, "volunteer"},
    {ResponderKind::Department, "department"}, {ResponderKind::Gridworker, "网格员"},
    {ResponderKind::PartTime, "兼职网格员"},   {ResponderKind::GridHead, "网格长"},
    {ResponderKind::Police, "网格警"},         {ResponderKind::Patrol, "巡逻"},
    {ResponderKind::Volunteer, "志愿者"},      {ResponderKind::Department, "部门"}};

constexpr Word<Vehicle> kVehicles[] = {{Vehicle::Foot, "foot"},      {Vehicle::Bicycle, "bicycle"},
                                       {Vehicle::Car, "car"},        {Vehicle::Bicycle, "bike"},
                                       {Vehicle::Foot, "步行"},      {Vehicle::Bicycle, "自行车"},
                                       {Vehicle::Bicycle, "电动车"}, {Vehicle::Car, "汽车"}};

constexpr Word<WorkState> kWorkStates[] = {{WorkState::Free, "free"},
                                           {WorkState::Resting, "resting"},
                                           {WorkState::Sent, "sent"},
                                           {WorkState::EnRoute, "en-route"},
                                           {WorkState::OnScene, "on-scene"}};

constexpr Word<Risk> kRisks[] = {{Risk::Low, "low"}, {Risk::Medium, "medium"}, {Risk::High, "high"},
                                 {Risk::Low, "低"},  {Risk::Medium, "中"},     {Risk::High, "高"}};

constexpr Word<TimePrecision> kPrecisions[] = {{TimePrecision::Second, "second"},
                                               {TimePrecision::Minute, "minute"},
                                               {TimePrecision::Day, "day"},
                                               {TimePrecision::Month, "month"}};

constexpr Word<RoadClass> kRoadClasses[] = {{RoadClass::Motorway, "motorway"},
                                            {RoadClass::Motorway, "motorway_link"},
                                            {RoadClass::Trunk, "trunk"},
                                            {RoadClass::Trunk, "trunk_link"},
                                            {RoadClass::Primary, "primary"},
                                            {RoadClass::Primary, "primary_link"},
                                            {RoadClass::Secondary, "secondary"},
                                            {RoadClass::Secondary, "secondary_link"},
                                            {RoadClass::Tertiary, "tertiary"},
                                            {RoadClass::Tertiary, "tertiary_link"},
                                            {RoadClass::Residential, "residential"},
                                            {RoadClass::LivingStreet, "living_street"},
                                            {RoadClass::Unclassified, "unclassified"},
                                            {RoadClass::Unclassified, "road"},
                                            {RoadClass::Service, "service"},
                                            {RoadClass::Track, "track"},
                                            {RoadClass::Pedestrian, "pedestrian"},
                                            {RoadClass::Footway, "footway"},
                                            {RoadClass::Footway, "crossing"},
                                            {RoadClass::Cycleway, "cycleway"},
                                            {RoadClass::Path, "path"},
                                            {RoadClass::Path, "bridleway"},
                                            {RoadClass::Steps, "steps"}};

constexpr Word<OneWay> kOneWays[] = {{OneWay::No, "no"},       {OneWay::Forward, "yes"},
                                     {OneWay::Backward, "-1"}, {OneWay::No, "0"},
                                     {OneWay::No, "false"},    {OneWay::No, "B"},
                                     {OneWay::Forward, "1"},   {OneWay::Forward, "true"},
                                     {OneWay::Forward, "F"},   {OneWay::Backward, "reverse"},
                                     {OneWay::Backward, "T"}};

template <class Value>
const char* written(std::span<const Word<Value>> words, Value value) {
    for (const Word<Value>& row : words)
        if (row.value == value) return row.word;
    return "";
}

template <class Value>
std::optional<Value> read(std::span<const Word<Value>> words, std::string_view word) {
    const std::string wanted = lowered(word);
    for (const Word<Value>& row : words)
        if (wanted == lowered(row.word)) return row.value;
    return {};
}

}  // namespace

const char* wordOf(GridKind kind) {
    return written<GridKind>(kGridKinds, kind);
}
const char* wordOf(ResponderKind kind) {
    return written<ResponderKind>(kResponderKinds, kind);
}
const char* wordOf(Vehicle vehicle) {
    return written<Vehicle>(kVehicles, vehicle);
}
const char* wordOf(WorkState state) {
    return written<WorkState>(kWorkStates, state);
}
const char* wordOf(Risk risk) {
    return written<Risk>(kRisks, risk);
}
const char* wordOf(TimePrecision precision) {
    return written<TimePrecision>(kPrecisions, precision);
}
const char* wordOf(RoadClass kind) {
    return written<RoadClass>(kRoadClasses, kind);
}
const char* wordOf(OneWay oneWay) {
    return written<OneWay>(kOneWays, oneWay);
}

std::optional<GridKind> gridKindOf(std::string_view word) {
    return read<GridKind>(kGridKinds, word);
}
std::optional<ResponderKind> responderKindOf(std::string_view word) {
    return read<ResponderKind>(kResponderKinds, word);
}
std::optional<Vehicle> vehicleOf(std::string_view word) {
    return read<Vehicle>(kVehicles, word);
}
std::optional<WorkState> workStateOf(std::string_view word) {
    return read<WorkState>(kWorkStates, word);
}
std::optional<Risk> riskOf(std::string_view word) {
    return read<Risk>(kRisks, word);
}
std::optional<TimePrecision> precisionOf(std::string_view word) {
    return read<TimePrecision>(kPrecisions, word);
}
std::optional<RoadClass> roadClassOf(std::string_view word) {
    return read<RoadClass>(kRoadClasses, word);
}
std::optional<OneWay> oneWayOf(std::string_view word) {
    return read<OneWay>(kOneWays, word);
}

}  // namespace gis
