// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/symbol_svg.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "layers/symbols/ground_style.h"

namespace layers {

namespace {

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

std::string svgOf(const Part* first, const Part* last, Ink ink) {
    const double rim = (kSvgBox - kSymbolBox) / 2;
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(kSvgBox) +
                      "\" height=\"" + number(kSvgBox) + "\" viewBox=\"" + pair(-rim, -rim) + ' ' +
                      pair(kSvgBox, kSvgBox) + "\">";
    for (const Part* part = first; part != last; ++part) addPart(svg, *part, ink);
    return svg + "</svg>";
}

}  // namespace

std::string symbolSvg(const Symbol& symbol, Ink ink) {
    return svgOf(symbol.data(), symbol.data() + symbol.size(), ink);
}

std::vector<gis::MarkStyle> symbolMarks(const Symbol& symbol, double size, Ink ink,
                                        const std::string& angle) {
    std::vector<gis::MarkStyle> marks;
    const Part* const end = symbol.data() + symbol.size();
    for (const Part* first = symbol.data(); first != end;) {
        const Part* last = first;
        while (last != end && last->turns == first->turns) ++last;
        gis::MarkStyle mark;
        mark.kind = "svg";
        mark.svg = svgOf(first, last, ink);
        mark.size = size * kSvgBox / kSymbolBox;
        if (first->turns) mark.angle = angle;
        marks.push_back(std::move(mark));
        first = last;
    }
    return marks;
}

}  // namespace layers
