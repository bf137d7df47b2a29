// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/catalog.h"

#include <QCoreApplication>

#include "layers/boundaries_layer.h"
#include "layers/cameras_layer.h"
#include "layers/cases_layer.h"
#include "layers/grids_layer.h"
#include "layers/ground_layer.h"
#include "layers/posts_layer.h"
#include "layers/reach_layer.h"
#include "layers/responders_layer.h"
#include "layers/zones_layer.h"

namespace layers {

namespace {

template <class T>
std::unique_ptr<Layer> make() {
    return std::make_unique<T>();
}

using dispatch::Kind;

const LayerSpec kCatalog[] = {
    {"ground", QT_TRANSLATE_NOOP("layers", "Ground"), 0, Start::On, Manner::Still,
     Listens({Kind::Grid}, Listens::ToGround), &make<GroundLayer>},
    {"grids", QT_TRANSLATE_NOOP("layers", "Grids"), 10, Start::On, Manner::Still,
     Listens({Kind::Grid, Kind::Level, Kind::Centre}), &make<GridsLayer>},
    {"boundaries", QT_TRANSLATE_NOOP("layers", "Boundaries"), 20, Start::On, Manner::Still,
     Listens({Kind::Grid, Kind::Level, Kind::Centre}), &make<BoundariesLayer>},
    {"zones", QT_TRANSLATE_NOOP("layers", "Patrol zones"), 30, Start::Off, Manner::Still,
     Listens({Kind::Zone}), &make<ZonesLayer>},
    {"reach", QT_TRANSLATE_NOOP("layers", "Reach 1/3/5 min"), 40, Start::On, Manner::Changing,
     Listens({Kind::Fix, Kind::Responder, Kind::Post, Kind::Case, Kind::Setting},
             Listens::ToReach | Listens::ToSelection),
     &make<ReachLayer>},
    {"cameras", QT_TRANSLATE_NOOP("layers", "Cameras"), 50, Start::Off, Manner::Still,
     Listens({}, Listens::ToGround), &make<CamerasLayer>},
    {"posts", QT_TRANSLATE_NOOP("layers", "Posts and centres"), 60, Start::On, Manner::Still,
     Listens({Kind::Post, Kind::Centre, Kind::Level}), &make<PostsLayer>},
    {"responders", QT_TRANSLATE_NOOP("layers", "Responders"), 70, Start::On, Manner::Live,
     Listens({Kind::Responder, Kind::Fix}), &make<RespondersLayer>},
    {"cases", QT_TRANSLATE_NOOP("layers", "Cases"), 80, Start::On, Manner::Live,
     Listens({Kind::Case, Kind::Level}), &make<CasesLayer>},
};

}  // namespace

std::span<const LayerSpec> catalog() {
    return kCatalog;
}

}  // namespace layers
