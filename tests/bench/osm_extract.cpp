// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/osm_extract.h"

#include <algorithm>
#include <cmath>
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/index/id_set.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/pbf_output.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/writer.hpp>

namespace bench {

Extent extentOf(const std::string& file) {
    Extent extent{180, 90, -180, -90};
    osmium::io::Reader reader(file, osmium::osm_entity_bits::node);
    while (const osmium::memory::Buffer buffer = reader.read())
        for (const auto& node : buffer.select<osmium::Node>()) {
            extent[0] = std::min(extent[0], node.location().lon());
            extent[1] = std::min(extent[1], node.location().lat());
            extent[2] = std::max(extent[2], node.location().lon());
            extent[3] = std::max(extent[3], node.location().lat());
        }
    reader.close();
    return extent;
}

Extent shareOf(const Extent& extent, double areaShare) {
    const double side = std::sqrt(areaShare) / 2;
    const double lon = (extent[0] + extent[2]) / 2, lat = (extent[1] + extent[3]) / 2;
    const double width = extent[2] - extent[0], height = extent[3] - extent[1];
    return {lon - side * width, lat - side * height, lon + side * width, lat + side * height};
}

void extract(const std::string& file, const Extent& extent, const std::string& target) {
    osmium::index::IdSetDense<osmium::unsigned_object_id_type> kept;
    osmium::io::Reader reader(file);
    osmium::io::Writer writer(target, osmium::io::overwrite::allow);
    while (const osmium::memory::Buffer buffer = reader.read()) {
        osmium::memory::Buffer out(buffer.committed() + 1024,
                                   osmium::memory::Buffer::auto_grow::yes);
        for (const auto& item : buffer.select<osmium::OSMObject>()) {
            if (item.type() == osmium::item_type::node) {
                const auto place = static_cast<const osmium::Node&>(item).location();
                if (place.lon() < extent[0] || place.lon() > extent[2] || place.lat() < extent[1] ||
                    place.lat() > extent[3])
                    continue;
                kept.set(item.positive_id());
                out.add_item(item);
                out.commit();
            } else if (item.type() == osmium::item_type::way) {
                const auto& way = static_cast<const osmium::Way&>(item);
                std::size_t inside = 0;
                for (const auto& node : way.nodes())
                    inside += kept.get(static_cast<osmium::unsigned_object_id_type>(node.ref()));
                if (inside < 2) continue;
                {
                    osmium::builder::WayBuilder builder(out);
                    builder.set_id(way.id()).set_version(1).set_visible(true);
                    builder.set_user("");
                    {
                        osmium::builder::WayNodeListBuilder nodes(builder);
                        for (const auto& node : way.nodes())
                            if (kept.get(static_cast<osmium::unsigned_object_id_type>(node.ref())))
                                nodes.add_node_ref(node);
                    }
                    builder.add_item(way.tags());
                }
                out.commit();
            } else {
                out.add_item(item);
                out.commit();
            }
        }
        writer(std::move(out));
    }
    writer.close();
    reader.close();
}

}  // namespace bench
