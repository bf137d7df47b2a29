// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/names.h"

#include <array>

namespace gis::demo {

namespace {

constexpr std::array kFirst = {
    "柳", "槐", "清", "望", "石", "新", "听", "松", "桂", "梅", "竹", "云", "霞", "晴", "朝", "锦",
    "瑞", "和", "永", "泰", "丰", "银", "青", "翠", "碧", "丹", "紫", "白", "长", "平", "双", "九",
    "鹤", "鹿", "渔", "磨", "塔", "榆", "杏", "桃", "枫", "兰", "荷", "苇", "芦", "雁", "鹭", "星",
    "月", "曙", "澄", "静", "秀", "怀", "思", "知", "景", "悦", "宁", "安", "康", "福", "祥", "嘉"};
constexpr std::array kSecond = {"溪", "泉", "湾", "洲", "岗", "岭", "坪", "塘", "林", "台", "阳",
                                "原", "滩", "浦", "渡", "堤", "园", "河", "川", "坡", "桥", "庄",
                                "坞", "港", "苑", "源", "峰", "谷", "屏", "汀", "桐", "麓"};
constexpr std::array kFamily = {
    "贺", "祁", "步", "宁", "顾", "沈", "陆", "苏", "叶", "程", "方", "白", "秦", "江", "孟", "乔",
    "温", "纪", "傅", "柏", "卓", "霍", "闻", "骆", "尹", "栾", "聂", "邵", "章", "葛", "汤", "滕",
    "梁", "韩", "唐", "冯", "于", "董", "袁", "邓", "许", "曾", "彭", "萧", "田", "魏", "蒋", "余",
    "丁", "任", "范", "石", "姚", "谭", "廖", "邹", "熊", "金", "郝", "孔", "崔", "康", "毛", "邱"};
constexpr std::array kGivenFirst = {
    "知", "南", "云", "书", "临", "清", "望", "景", "若", "怀", "亦", "子", "明", "晓", "雨", "思",
    "文", "嘉", "安", "远", "星", "月", "淮", "之", "启", "秋", "春", "北", "长", "静", "言", "时"};
constexpr std::array kGivenSecond = {
    "夏", "笙", "舒", "言", "川", "和", "宁", "行", "然", "舟", "禾", "棠", "野", "溪", "朗", "遥",
    "岚", "峤", "霖", "汀", "砚", "帆", "榆", "澈", "青", "苒", "屿", "衡", "恬", "原", "樵", "堤"};

}  // namespace

std::string Names::pair() {
    return std::string(kFirst[m_random.below(kFirst.size())]) +
           kSecond[m_random.below(kSecond.size())];
}

std::string Names::place() {
    for (int tries = 0; tries < 400; ++tries)
        if (std::string name = pair(); m_taken.insert(name).second) return name;
    for (int n = 2;; ++n)
        if (std::string name = pair() + numberZh(n); m_taken.insert(name).second) return name;
}

std::string Names::with(const std::string& ending) {
    for (int tries = 0; tries < 60; ++tries)
        if (std::string name = pair() + ending; m_taken.insert(name).second) return name;
    static constexpr std::array kSides = {"东", "西", "南", "北", "中"};
    for (int tries = 0; tries < 60; ++tries)
        if (std::string name = pair() + kSides[m_random.below(kSides.size())] + ending;
            m_taken.insert(name).second)
            return name;
    for (int n = 2;; ++n)
        if (std::string name = pair() + numberZh(n % 99) + ending; m_taken.insert(name).second)
            return name;
}

std::string Names::person() {
    std::string name = kFamily[m_random.below(kFamily.size())];
    if (m_random.chance(0.86)) name += kGivenFirst[m_random.below(kGivenFirst.size())];
    return name + kGivenSecond[m_random.below(kGivenSecond.size())];
}

std::string numberZh(int number) {
    static constexpr std::array kDigits = {"",   "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
    const int tens = number / 10 % 10, ones = number % 10;
    std::string text;
    if (tens > 1) text += kDigits[std::size_t(tens)];
    if (tens > 0) text += "十";
    return text + kDigits[std::size_t(ones)];
}

}  // namespace gis::demo
