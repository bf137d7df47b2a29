// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <osmium/area/assembler.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/memory/buffer.hpp>
#include <osmium/osm.hpp>

#include "gis/exchange/import_run.h"
#include "gis/exchange/osm_tags.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Ground;
using dispatch::Kind;
using dispatch::Line;
using dispatch::Result;
using dispatch::Road;
using dispatch::RoadId;
using dispatch::RoadNodeId;

namespace {

/// Runs of a cut way beyond the first get ids of their own, below zero, where OSM has none.
constexpr std::int64_t kMostRuns = 1024;

TagReader tagsOf(const osmium::OSMObject& object) {
    return [&tags = object.tags()](const char* key) {
        const char* value = tags.get_value_by_key(key);
        return value ? std::string_view(value) : std::string_view();
    };
}

/// Two pieces of ground of one kind with the same vertices have the same key.
std::size_t shapeKey(const Ground& ground) {
    std::size_t key = static_cast<std::size_t>(ground.kind);
    const auto add = [&](const Line& line) {
        for (dispatch::LonLat p : line)
            for (double value : {p.lon, p.lat})
                key = (key ^ std::hash<double>{}(value)) * 0x9E3779B97F4A7C15ULL;
    };
    add(ground.line);
    for (const dispatch::PolygonRings& polygon : ground.area) {
        add(polygon.shell);
        for (const dispatch::Ring& hole : polygon.holes) add(hole);
    }
    return key;
}

/// Nodes that ways of use go through, with their positions: sorted by id.
class NodePlaces {
  public:
    void want(std::int64_t id) { m_ids.push_back(id); }
    void settle() {
        std::sort(m_ids.begin(), m_ids.end());
        m_ids.erase(std::unique(m_ids.begin(), m_ids.end()), m_ids.end());
        m_ids.shrink_to_fit();
        m_places.assign(m_ids.size(), osmium::Location());
    }
    osmium::Location* find(std::int64_t id) {
        const auto at = std::lower_bound(m_ids.begin(), m_ids.end(), id);
        if (at == m_ids.end() || *at != id) return nullptr;
        return &m_places[static_cast<std::size_t>(at - m_ids.begin())];
    }
    std::size_t size() const { return m_ids.size(); }

  private:
    std::vector<std::int64_t> m_ids;
    std::vector<osmium::Location> m_places;
};

/// Reads the file four times, each time for one thing, so that the order of its objects does not
/// matter: relations, the ways' node ids, the nodes' positions, the ways.
class OsmReader {
  public:
    explicit OsmReader(ImportRun& run) : m_run(run) {}

    Result<void> read() {
        m_run.replaces({Kind::Road, Kind::Barrier, Kind::TurnRestriction, Kind::Ground});
        SourceFacts facts;
        facts.format = "OpenStreetMap, joined by node ids";
        facts.crs = "EPSG:4326";
        facts.crsName = "WGS 84 (EPSG:4326)";
        facts.hasShapes = true;
        if (auto opened = m_run.openOther(facts); !opened) return opened;
        if (auto stored = loadStoredRoads(); !stored) return stored;
        if (auto done = pass(osmium::osm_entity_bits::relation, 0); !done) return done;
        std::sort(m_memberWays.begin(), m_memberWays.end());
        if (auto done = pass(osmium::osm_entity_bits::way, 1); !done) return done;
        m_nodes.settle();
        if (auto done = pass(osmium::osm_entity_bits::node, 2); !done) return done;
        if (auto done = pass(osmium::osm_entity_bits::way, 3); !done) return done;
        if (auto done = takeMultipolygons(); !done) return done;
        if (auto done = takeBarriers(); !done) return done;
        if (auto done = takeRestrictions(); !done) return done;
        ImportReport& report = m_run.report();
        report.rows = m_highways;
        report.notes.push_back(std::to_string(m_highways) + " highway ways, " +
                               std::to_string(m_roadWays) + " taken as " + std::to_string(m_roads) +
                               " roads");
        if (m_reversible)
            report.notes.push_back(std::to_string(m_reversible) +
                                   " reversible roads are closed to cars");
        return {};
    }

  private:
    struct Restriction {
        std::int64_t id = 0;
        RestrictionTags tags;
        std::vector<std::int64_t> from, viaWays, viaNodes, to;
    };

    Result<void> loadStoredRoads() {
        if (m_run.plan().replace) return {};
        dispatch::Query query;
        query.kind = Kind::Road;
        auto roads = m_run.store().read(query, [&](dispatch::Record&& record) {
            m_storedRoads.insert(idOf(record));
            return true;
        });
        if (!roads) return roads;
        query.kind = Kind::Ground;
        return m_run.store().read(query, [&](dispatch::Record&& record) {
            m_storedGround.insert(shapeKey(std::get<Ground>(record)));
            return true;
        });
    }

    Result<void> pass(osmium::osm_entity_bits::type what, int number) {
        try {
            const osmium::io::File file(m_run.plan().file);
            osmium::io::Reader reader(file, what);
            const auto bytes = static_cast<double>(std::max<std::size_t>(1, reader.file_size()));
            while (osmium::memory::Buffer buffer = reader.read()) {
                for (const osmium::OSMObject& object : buffer.select<osmium::OSMObject>())
                    if (auto done = look(object, number); !done) return done;
                const double share = (number + static_cast<double>(reader.offset()) / bytes) / 4;
                if (auto going = m_run.tick(m_objects, std::min(0.99, share)); !going) return going;
            }
            reader.close();
        } catch (const std::exception& problem) {
            return Error{
                ErrorCode::BadInput,
                m_run.plan().file + " cannot be read as OpenStreetMap data: " + problem.what()};
        }
        return {};
    }

    Result<void> look(const osmium::OSMObject& object, int number) {
        ++m_objects;
        if (object.type() == osmium::item_type::relation)
            seeRelation(static_cast<const osmium::Relation&>(object));
        else if (object.type() == osmium::item_type::node)
            seeNode(static_cast<const osmium::Node&>(object));
        else if (number == 1)
            seeNodesOf(static_cast<const osmium::Way&>(object));
        else
            return takeWay(static_cast<const osmium::Way&>(object));
        return {};
    }

    void seeRelation(const osmium::Relation& relation) {
        const TagReader tag = tagsOf(relation);
        const std::string_view type = tag("type");
        if (type.starts_with("restriction")) {
            Restriction restriction;
            restriction.id = relation.id();
            restriction.tags = readRestrictionTags(tag);
            if (restriction.tags.kind.empty()) {
                ++m_run.report().left[restriction.tags.counted];
                return;
            }
            for (const auto& member : relation.members()) {
                const std::string_view role = member.role();
                const bool way = member.type() == osmium::item_type::way;
                if (way && role == "from") restriction.from.push_back(member.ref());
                if (way && role == "to") restriction.to.push_back(member.ref());
                if (way && role == "via") restriction.viaWays.push_back(member.ref());
                if (!way && role == "via") restriction.viaNodes.push_back(member.ref());
            }
            m_restrictions.push_back(std::move(restriction));
            return;
        }
        if (type != "multipolygon") return;
        const auto ground = readGroundTags(tag, true);
        if (!ground || ground->line) return;
        for (const auto& member : relation.members())
            if (member.type() == osmium::item_type::way) m_memberWays.push_back(member.ref());
        m_polygons.add_item(relation);
        m_polygons.commit();
    }

    bool isMember(const osmium::Way& way) const {
        return std::binary_search(m_memberWays.begin(), m_memberWays.end(), way.id());
    }

    static bool isClosed(const osmium::Way& way) {
        return way.nodes().size() >= 4 && way.is_closed();
    }

    void seeNodesOf(const osmium::Way& way) {
        const TagReader tag = tagsOf(way);
        const bool wanted = (!tag("highway").empty() && readRoadTags(tag).road) || isMember(way) ||
                            readGroundTags(tag, isClosed(way));
        if (!wanted) return;
        for (const osmium::NodeRef& node : way.nodes()) m_nodes.want(node.ref());
    }

    void seeNode(const osmium::Node& node) {
        osmium::Location* place = m_nodes.find(node.id());
        if (!place) return;
        *place = node.location();
        if (node.tags().empty()) return;
        auto barrier = readBarrierTags(tagsOf(node));
        if (!barrier) return;
        barrier->id.value = node.id();
        m_barriers.emplace(node.id(), Standing{std::move(*barrier), false});
    }

    Result<void> takeWay(const osmium::Way& way) {
        const TagReader tag = tagsOf(way);
        if (isMember(way)) {
            m_members.emplace(way.id(), m_memberBuffer.committed());
            m_memberBuffer.add_item(way);
            m_memberBuffer.commit();
        }
        if (!tag("highway").empty()) {
            if (auto taken = takeRoad(way, tag); !taken) return taken;
        }
        const bool closed = isClosed(way);
        const auto ground = readGroundTags(tag, closed);
        if (!ground) {
            if (!tag("railway").empty())
                ++m_run.report().left["railway " + cutText(tag("railway"), 30)];
            if (!tag("waterway").empty())
                ++m_run.report().left["waterway " + cutText(tag("waterway"), 30)];
            return {};
        }
        if (ground->line) return takeGroundLine(way, tag, *ground);
        return takeGroundArea(way, tag, *ground);
    }

    /// The way in runs of nodes that the file has; a cut at the extract's edge parts it.
    std::vector<std::pair<std::vector<RoadNodeId>, Line>> runsOf(const osmium::Way& way) {
        std::vector<std::pair<std::vector<RoadNodeId>, Line>> runs(1);
        std::int64_t last = 0;
        for (const osmium::NodeRef& node : way.nodes()) {
            const osmium::Location* place = m_nodes.find(node.ref());
            if (!place || !place->valid()) {
                if (!runs.back().first.empty()) runs.emplace_back();
                continue;
            }
            if (!runs.back().first.empty() && last == node.ref()) continue;
            last = node.ref();
            runs.back().first.push_back(RoadNodeId{node.ref()});
            runs.back().second.push_back({place->lon(), place->lat()});
        }
        if (runs.back().first.empty()) runs.pop_back();
        return runs;
    }

    static std::string nameOf(const osmium::Way& way) { return "way " + std::to_string(way.id()); }

    Result<void> takeRoad(const osmium::Way& way, const TagReader& tag) {
        ++m_highways;
        RoadTags read = readRoadTags(tag);
        ImportReport& report = m_run.report();
        if (!read.road) {
            ++report.left[read.counted];
            return {};
        }
        if (way.nodes().size() < 2) {
            m_run.refuse("a way of one node, cut at the extract's edge", nameOf(way));
            return {};
        }
        if (m_storedRoads.contains(way.id())) {
            m_run.refuse("the store has this road already (--replace takes its place)",
                         nameOf(way));
            return {};
        }
        auto runs = runsOf(way);
        std::erase_if(runs, [](const auto& run) { return run.first.size() < 2; });
        if (runs.empty()) {
            m_run.refuse("a way whose nodes are not in the file", nameOf(way));
            return {};
        }
        std::size_t kept = 0;
        for (const auto& run : runs) kept += run.first.size();
        if (runs.size() > 1 || kept + 1 < way.nodes().size())
            if (lacksNodes(way))
                m_run.repair("a way cut at the extract's edge: its known parts were kept",
                             nameOf(way));
        if (!m_takenWays.insert(way.id()).second) {
            m_run.refuse("a way that comes twice in the file", nameOf(way));
            return {};
        }
        bool any = false;
        for (std::size_t i = 0; i < runs.size() && i < kMostRuns; ++i) {
            auto& [nodes, line] = runs[i];
            if (const PlaceFault fault = m_run.placing().place(line); fault != PlaceFault::None) {
                m_run.refuse(faultText(fault), nameOf(way));
                continue;
            }
            Road road = *read.road;
            road.id.value =
                i == 0 ? way.id() : -(way.id() * kMostRuns + static_cast<std::int64_t>(i));
            for (RoadNodeId node : nodes)
                if (const auto at = m_barriers.find(node.value); at != m_barriers.end())
                    at->second.onRoad = true;
            road.nodes = std::move(nodes);
            road.line = std::move(line);
            any = true;
            ++m_roads;
            if (auto taken = m_run.take(std::move(road)); !taken) return taken;
        }
        if (!any) return {};
        ++m_roadWays;
        ++report.classes[read.counted];
        m_reversible += read.reversible;
        return {};
    }

    bool lacksNodes(const osmium::Way& way) {
        return std::any_of(way.nodes().begin(), way.nodes().end(),
                           [&](const osmium::NodeRef& node) {
                               const osmium::Location* place = m_nodes.find(node.ref());
                               return !place || !place->valid();
                           });
    }

    Result<void> takeGroundLine(const osmium::Way& way, const TagReader& tag,
                                const GroundTags& tags) {
        for (auto& [nodes, line] : runsOf(way)) {
            if (line.size() < 2 || m_run.placing().place(line) != PlaceFault::None) continue;
            Ground ground;
            ground.kind = tags.kind;
            ground.name = cutText(tag("name"), 200);
            ground.line = std::move(line);
            if (auto taken = count(std::move(ground)); !taken) return taken;
        }
        return {};
    }

    Result<void> takeGroundArea(const osmium::Way& way, const TagReader& tag,
                                const GroundTags& tags) {
        if (lacksNodes(way)) {
            m_run.refuse("an area whose nodes are not all in the file", nameOf(way));
            return {};
        }
        Ground ground;
        ground.kind = tags.kind;
        ground.name = cutText(tag("name"), 200);
        dispatch::PolygonRings rings;
        for (const osmium::NodeRef& node : way.nodes()) {
            const osmium::Location place = *m_nodes.find(node.ref());
            rings.shell.push_back({place.lon(), place.lat()});
        }
        ground.area.push_back(std::move(rings));
        return takeArea(std::move(ground), nameOf(way));
    }

    Result<void> takeArea(Ground ground, const std::string& name) {
        if (const PlaceFault fault = m_run.placing().place(ground.area);
            fault != PlaceFault::None) {
            m_run.refuse(faultText(fault), name);
            return {};
        }
        std::string why;
        const AreaState state = repairArea(ground.area, why);
        if (state == AreaState::Hopeless) {
            m_run.refuse("invalid polygon", name + ": " + why);
            return {};
        }
        if (state == AreaState::Repaired)
            m_run.repair("invalid polygon made valid", name + ": " + why);
        return count(std::move(ground));
    }

    Result<void> count(Ground ground) {
        if (m_storedGround.contains(shapeKey(ground))) {
            ++m_run.report().left["ground the store has already"];
            return {};
        }
        static constexpr std::array kNames = {"land",  "hill",     "green",  "water",
                                              "river", "building", "railway"};
        ++m_run.report().classes[kNames[static_cast<std::size_t>(ground.kind)]];
        return m_run.take(std::move(ground));
    }

    Result<void> takeMultipolygons() {
        for (const auto& relation : m_polygons.select<osmium::Relation>()) {
            const std::string name = "relation " + std::to_string(relation.id());
            std::vector<const osmium::Way*> members;
            bool complete = true;
            for (const auto& member : relation.members()) {
                if (member.type() != osmium::item_type::way) continue;
                const auto at = m_members.find(member.ref());
                if (at == m_members.end()) {
                    complete = false;
                    break;
                }
                auto& way = m_memberBuffer.get<osmium::Way>(at->second);
                complete = complete && !lacksNodes(way);
                for (osmium::NodeRef& node : way.nodes())
                    if (const osmium::Location* place = m_nodes.find(node.ref()))
                        node.set_location(*place);
                members.push_back(&way);
            }
            if (!complete) {
                m_run.refuse("a multipolygon whose ways are not all in the file", name);
                continue;
            }
            if (auto taken = takeMultipolygon(relation, members, name); !taken) return taken;
        }
        return {};
    }

    Result<void> takeMultipolygon(const osmium::Relation& relation,
                                  const std::vector<const osmium::Way*>& members,
                                  const std::string& name) {
        osmium::memory::Buffer made(1 << 16, osmium::memory::Buffer::auto_grow::yes);
        try {
            osmium::area::AssemblerConfig config;
            config.create_empty_areas = false;
            osmium::area::Assembler assembler(config);
            assembler(relation, members, made);
        } catch (const std::exception& problem) {
            m_run.refuse("a multipolygon that cannot be put together",
                         name + ": " + problem.what());
            return {};
        }
        const TagReader tag = tagsOf(relation);
        Ground ground;
        ground.kind = readGroundTags(tag, true)->kind;
        ground.name = cutText(tag("name"), 200);
        for (const auto& area : made.select<osmium::Area>())
            for (const auto& outer : area.outer_rings()) {
                dispatch::PolygonRings rings;
                for (const auto& node : outer) rings.shell.push_back({node.lon(), node.lat()});
                for (const auto& inner : area.inner_rings(outer)) {
                    rings.holes.emplace_back();
                    for (const auto& node : inner)
                        rings.holes.back().push_back({node.lon(), node.lat()});
                }
                ground.area.push_back(std::move(rings));
            }
        if (ground.area.empty()) {
            m_run.refuse("a multipolygon that cannot be put together", name);
            return {};
        }
        return takeArea(std::move(ground), name);
    }

    Result<void> takeBarriers() {
        for (auto& [id, standing] : m_barriers) {
            if (!standing.onRoad) {
                ++m_run.report().left["barrier on no road"];
                continue;
            }
            const osmium::Location place = *m_nodes.find(id);
            standing.barrier.place = {place.lon(), place.lat()};
            if (m_run.placing().place(standing.barrier.place) != PlaceFault::None) continue;
            ++m_run.report().classes["barrier " + standing.barrier.kind];
            if (auto taken = m_run.take(std::move(standing.barrier)); !taken) return taken;
        }
        return {};
    }

    Result<void> takeRestrictions() {
        for (const Restriction& restriction : m_restrictions) {
            const std::string name = "relation " + std::to_string(restriction.id);
            const bool oneVia = restriction.viaNodes.size() == 1 && restriction.viaWays.empty();
            const bool viaRoads = restriction.viaNodes.empty() && !restriction.viaWays.empty();
            if (restriction.from.size() != 1 || restriction.to.size() != 1 ||
                (!oneVia && !viaRoads)) {
                m_run.refuse("a turn restriction without one from, via and to", name);
                continue;
            }
            const auto known = [&](std::int64_t way) { return m_takenWays.contains(way); };
            if (!known(restriction.from[0]) || !known(restriction.to[0]) ||
                !std::all_of(restriction.viaWays.begin(), restriction.viaWays.end(), known)) {
                m_run.refuse("a turn restriction on roads that were not taken", name);
                continue;
            }
            dispatch::TurnRestriction turn;
            turn.id.value = restriction.id;
            turn.kind = restriction.tags.kind;
            turn.appliesTo = restriction.tags.appliesTo;
            turn.from.value = restriction.from[0];
            turn.to.value = restriction.to[0];
            if (oneVia) turn.viaNode.value = restriction.viaNodes[0];
            for (std::int64_t way : restriction.viaWays) turn.viaRoads.push_back(RoadId{way});
            ++m_run.report().classes[turn.kind];
            if (auto taken = m_run.take(std::move(turn)); !taken) return taken;
        }
        return {};
    }

    struct Standing {
        dispatch::Barrier barrier;
        bool onRoad = false;
    };

    ImportRun& m_run;
    NodePlaces m_nodes;
    std::vector<std::int64_t> m_memberWays;
    osmium::memory::Buffer m_polygons{1 << 16, osmium::memory::Buffer::auto_grow::yes};
    osmium::memory::Buffer m_memberBuffer{1 << 16, osmium::memory::Buffer::auto_grow::yes};
    std::unordered_map<std::int64_t, std::size_t> m_members;
    std::map<std::int64_t, Standing> m_barriers;
    std::vector<Restriction> m_restrictions;
    std::unordered_set<std::int64_t> m_takenWays;
    std::unordered_set<std::int64_t> m_storedRoads;
    std::unordered_set<std::size_t> m_storedGround;
    std::int64_t m_highways = 0;
    std::int64_t m_roadWays = 0;
    std::int64_t m_roads = 0;
    std::int64_t m_objects = 0;
    std::int64_t m_reversible = 0;
};

}  // namespace

Result<void> readOsm(ImportRun& run) {
    return OsmReader(run).read();
}

}  // namespace gis
