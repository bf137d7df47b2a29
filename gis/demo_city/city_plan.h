// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "gis/demo_city/planar_net.h"

namespace gis::demo {

/// A place the city is dense around.
struct Heart {
    Vec place;
    double radius = 0;     ///< Where the built-up ground ends, metres.
    double coreBlock = 0;  ///< Block size in the middle, m2.
    double edgeBlock = 0;  ///< Block size at the radius, m2.
    double phase = 0;      ///< Turn of its ring and radial roads, radians.
};

/// A named line: road, river, railway.
struct NamedLine {
    std::string name;
    EdgeKind kind = EdgeKind::Primary;
    Path path;
};

/// What an area is used for, from the plan.
enum class Quarter {
    Town,
    OldTown,
    Industry,
    Business,
    Village,
    Farmland,
    Hills,
    Park,
    Lake,
    RiverBank
};

/// A round quarter of its own use.
struct Site {
    Vec place;
    double radius = 0;
    Quarter use = Quarter::Park;
    std::string name;
};

/// The large lines of the invented city, before any street: outline, river, lake, hills, hearts,
/// ring and radial roads, railway, motorways. Pure geometry from the seed.
struct CityPlan {
    explicit CityPlan(std::uint64_t seed);

    Path outline;
    Path river;                      ///< Centre line, down stream.
    std::vector<double> riverWidth;  ///< Whole width at each position of `river`, metres.
    Path riverShore;                 ///< Ring of the water.
    std::vector<Path> islands;
    std::vector<NamedLine> creeks;
    Path lake;
    Vec lakeMiddle;
    std::vector<Path> hills;
    std::vector<Heart> hearts;  ///< Three centres, then towns, then villages.
    std::vector<Site> sites;
    std::vector<NamedLine> lines;  ///< Roads and railway in the order they are laid.

    /// Size of a street block wanted at a place, m2.
    double blockArea(Vec p) const;
    Quarter quarterAt(Vec p) const;
    bool inHills(Vec p) const;
    /// Half the river's width where it is nearest, and how far its middle is.
    double riverDistance(Vec p, double* halfWidth = nullptr) const;
    /// How built-up a place is: 1 in a heart, 0 in open country.
    double density(Vec p) const;

  private:
    void layWater(Random& random);
    void layRoads(Random& random);
    void layHills(Random& random);
    void layQuarters(Random& random);
    Path wander(Vec from, Vec to, double bend, Random& random) const;

    Noise m_rough;
    Noise m_fine;
};

/// Pieces of streets that would end in the middle of a river, from its middle to its bank.
std::vector<int> endsInWater(const PlanarNet& net, const CityPlan& plan);

/// The plan's lines as a planar net of cycles, ready to be cut into blocks.
PlanarNet layNet(const CityPlan& plan);

}  // namespace gis::demo
