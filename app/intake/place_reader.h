// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "app/commands/finder.h"
#include "app/intake/place_index.h"

namespace app {

/// One place that typed words may mean.
struct PlaceCandidate {
    enum class From { Coordinates, Grid, Crossing, Street, Ground, Post, Camera, Centre, Unit };
    From from = From::Coordinates;
    QString name;
    QString detail;  ///< What it is, and what is not exact about it.
    dispatch::LonLat place;
    int rank = 0;            ///< 0 exact; higher is a looser match.
    bool isGuess = false;    ///< Never taken without a person choosing it.
    bool isOutside = false;  ///< Coordinates outside the city's grids.
};

/// What places are looked for in.
struct PlaceSources {
    const Finder& finder;
    const dispatch::Picture& picture;
    const PlaceIndex* index = nullptr;  ///< Null until the ground is loaded.
};

/// Resolves a typed place: coordinates with their system, a grid's code or its last digits,
/// "A路/B街" and other ways to name a crossing, a street, an estate or other named ground, a post,
/// camera, centre or unit; names also by pinyin initials. A pure function.
///
/// @return The best first; empty where nothing fits: the words stay a typed place.
/// @thread GUI, for the finder's sake; less than 10 ms in a city of 100,000 roads.
std::vector<PlaceCandidate> readPlace(const QString& words, const PlaceSources& sources,
                                      std::size_t limit = 12);

/// Whether there is nothing to choose: one candidate, and no guess.
bool isCertain(const std::vector<PlaceCandidate>& candidates);

/// The two streets of a crossing: "人民路/中山街", "A x B", "A 与 B 交叉口", "corner of A and B".
/// Every way to cut the words in two, the likeliest first.
std::vector<std::pair<QString, QString>> crossingNames(const QString& words);

}  // namespace app
