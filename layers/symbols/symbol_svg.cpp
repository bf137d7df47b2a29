// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/symbol_svg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "layers/symbols/ground_style.h"

namespace layers {

namespace {

constexpr double kSvgRim = 0.5;  ///< Room for the softened edge of the outermost stroke.

std::string number(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 4);
    return {text.data(), end.ptr};
}

std::string pair(double x, double y) {
    return number(x) + ' ' + number(y);
}

/// Four curves, from the east and clockwise, as the screen draws it: dashes start at one place.
std::string circle(double x, double y, double r) {
    constexpr double kArc = 0.5522847498307936;
    const double c = kArc * r;
    return 'M' + pair(x + r, y) + 'C' + pair(x + r, y + c) + ' ' + pair(x + c, y + r) + ' ' +
           pair(x, y + r) + 'C' + pair(x - c, y + r) + ' ' + pair(x - r, y + c) + ' ' +
           pair(x - r, y) + 'C' + pair(x - r, y - c) + ' ' + pair(x - c, y - r) + ' ' +
           pair(x, y - r) + 'C' + pair(x + c, y - r) + ' ' + pair(x + r, y - c) + ' ' +
           pair(x + r, y) + 'Z';
}

/// A Part's path is an SVG path but for its circles.
std::string svgPath(std::string_view path) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t found; (found = path.find('O', at)) != std::string_view::npos;) {
        out += path.substr(at, found - at);
        std::array<double, 3> values{};
        const char* next = path.data() + found + 1;
        const char* const end = path.data() + path.size();
        for (double& value : values) {
            while (next < end && *next == ' ') ++next;
            next = std::from_chars(next, end, value).ptr;
        }
        out += circle(values[0], values[1], values[2]);
        at = static_cast<std::size_t>(next - path.data());
    }
    return out + std::string(path.substr(at));
}

void addPart(std::string& svg, const Part& part, Ink ink) {
    svg += "<path d=\"" + svgPath(part.path) + "\" fill=\"" +
           (part.fill.empty() ? "none" : colourName(part.fill, ink)) + '"';
    if (part.fillOpacity < 1) svg += " fill-opacity=\"" + number(part.fillOpacity) + '"';
    if (!part.line.empty()) {
        svg += " stroke=\"" + colourName(part.line, ink) + "\" stroke-width=\"" +
               number(part.width) + "\" stroke-linejoin=\"round\" stroke-linecap=\"";
        svg += part.dash > 0
                   ? "butt\" stroke-dasharray=\"" + number(part.dash) + ',' + number(part.gap) + '"'
                   : std::string("round\"");
    }
    svg += "/>";
}

/// How far a part reaches from the middle of the box, units.
double reachOf(const Part& part) {
    const std::string path = svgPath(part.path);
    double reach = 0;
    const char* next = path.data();
    const char* const end = next + path.size();
    while (next < end) {
        double value = 0;
        const auto [after, error] = std::from_chars(next, end, value);
        if (error != std::errc()) {
            ++next;
            continue;
        }
        reach = std::max(reach, std::abs(value - kSymbolBox / 2));
        next = after;
    }
    return reach + (part.line.empty() ? 0 : part.width / 2);
}

/// Side of the box around some parts, about the middle of the symbol's own.
double sideOf(const Part* first, const Part* last) {
    double reach = 0;
    for (const Part* part = first; part != last; ++part) reach = std::max(reach, reachOf(*part));
    return 2 * (reach + kSvgRim);
}

std::string svgOf(const Part* first, const Part* last, double side, Ink ink) {
    const double corner = (kSymbolBox - side) / 2;
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(side) +
                      "\" height=\"" + number(side) + "\" viewBox=\"" + pair(corner, corner) + ' ' +
                      pair(side, side) + "\">";
    for (const Part* part = first; part != last; ++part) addPart(svg, *part, ink);
    return svg + "</svg>";
}

}  // namespace

std::string symbolSvg(const Symbol& symbol, Ink ink) {
    const Part* const end = symbol.data() + symbol.size();
    return svgOf(symbol.data(), end, sideOf(symbol.data(), end), ink);
}

std::vector<gis::MarkStyle> symbolMarks(const Symbol& symbol, double size, Ink ink,
                                        const std::string& angle,
                                        const std::vector<gis::SizeStep>& steps) {
    std::vector<gis::MarkStyle> marks;
    const Part* const end = symbol.data() + symbol.size();
    for (const Part* first = symbol.data(); first != end;) {
        const Part* last = first;
        while (last != end && last->turns == first->turns) ++last;
        const double side = sideOf(first, last);
        gis::MarkStyle mark;
        mark.kind = "svg";
        mark.svg = svgOf(first, last, side, ink);
        mark.size = size * side / kSymbolBox;
        if (first->turns) mark.angle = angle;
        for (const gis::SizeStep& step : steps)
            mark.steps.push_back({step.beyond, step.size * side / kSymbolBox});
        marks.push_back(std::move(mark));
        first = last;
    }
    return marks;
}

}  // namespace layers
