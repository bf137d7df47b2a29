<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Commands</name>
    <message>
        <source>Several things are called “%1”: type more, or choose one above.</source>
        <translation>有多项符合“%1”：请再输入几个字，或在上面选择一项。</translation>
    </message>
    <message>
        <source>Nothing is called “%1”.</source>
        <translation>没有叫“%1”的。</translation>
    </message>
    <message>
        <source>Go where? A grid, case, person, post, place or lon,lat.</source>
        <translation>去哪里？网格、事项、人员、驻点、地名或“经度,纬度”。</translation>
    </message>
    <message>
        <source>Show %1 on the map</source>
        <translation>在地图上显示 %1</translation>
    </message>
    <message>
        <source>%1 has no position now.</source>
        <translation>%1 现在没有位置。</translation>
    </message>
    <message>
        <source>Show %1 on the map and select it</source>
        <translation>在地图上显示并选中 %1</translation>
    </message>
    <message>
        <source>Show every case in the queue again</source>
        <translation>队列重新显示全部事项</translation>
    </message>
    <message>
        <source>Show only cases with %1 in the queue (%2 by number or title)</source>
        <translation>队列只显示含 %1 的事项（编号或标题符合 %2 件）</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select %1</source>
        <translation>选中 %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>哪个图层？</translation>
    </message>
    <message>
        <source>There is no layer “%1”.</source>
        <translation>没有图层“%1”。</translation>
    </message>
    <message>
        <source>“%1” is not on, off or a percentage.</source>
        <translation>“%1”不是 on（开）、off（关）或百分数。</translation>
    </message>
    <message>
        <source>Draw the layer %1 at %2 %</source>
        <translation>图层 %1 的不透明度设为 %2 %</translation>
    </message>
    <message>
        <source>Show the layer %1</source>
        <translation>显示图层 %1</translation>
    </message>
    <message>
        <source>Hide the layer %1</source>
        <translation>隐藏图层 %1</translation>
    </message>
    <message>
        <source>Show the whole city</source>
        <translation>显示全市</translation>
    </message>
    <message>
        <source>Show what is selected</source>
        <translation>显示选中的对象</translation>
    </message>
    <message>
        <source>Come nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Go farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Dark theme, for the hall</source>
        <translation>深色主题，用于大厅</translation>
    </message>
    <message>
        <source>Light theme, for the desk</source>
        <translation>浅色主题，用于桌面</translation>
    </message>
    <message>
        <source>Show the case queue</source>
        <translation>显示事项队列</translation>
    </message>
    <message>
        <source>Show the list of responders</source>
        <translation>显示处置力量列表</translation>
    </message>
    <message>
        <source>Which view?</source>
        <translation>哪个视图？</translation>
    </message>
    <message>
        <source>There is no view “%1”.</source>
        <translation>没有视图“%1”。</translation>
    </message>
    <message>
        <source>There is no command “%1”.</source>
        <translation>没有命令“%1”。</translation>
    </message>
    <message>
        <source>Show all commands and keys</source>
        <translation>显示全部命令和按键</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>说明 %1</translation>
    </message>
    <message>
        <source>go CODE | NAME | LON,LAT</source>
        <translation>go 编号 | 名称 | 经度,纬度</translation>
    </message>
    <message>
        <source>Shows a grid, case, person, post or place on the map and selects it.</source>
        <translation>在地图上显示网格、事项、人员、驻点或地名，并选中它。</translation>
    </message>
    <message>
        <source>find WORDS</source>
        <translation>find 关键词</translation>
    </message>
    <message>
        <source>Shows only the cases of the queue that hold these words.</source>
        <translation>队列只显示含这些词的事项。</translation>
    </message>
    <message>
        <source>select CODE | NAME</source>
        <translation>select 编号 | 名称</translation>
    </message>
    <message>
        <source>Selects a thing in every view and leaves the map where it is.</source>
        <translation>在所有视图中选中，地图不移动。</translation>
    </message>
    <message>
        <source>layer NAME [on | off | PERCENT]</source>
        <translation>layer 名称 [on | off | 百分数]</translation>
    </message>
    <message>
        <source>Shows, hides or fades a layer of the map.</source>
        <translation>显示、隐藏图层或改变其不透明度。</translation>
    </message>
    <message>
        <source>view %1</source>
        <translation>view %1</translation>
    </message>
    <message>
        <source>Changes what the window shows.</source>
        <translation>改变窗口显示的内容。</translation>
    </message>
    <message>
        <source>help [COMMAND]</source>
        <translation>help [命令]</translation>
    </message>
    <message>
        <source>Explains the commands and the keys.</source>
        <translation>说明命令和按键。</translation>
    </message>
    <message>
        <source>There is no command “%1”; help lists them.</source>
        <translation>没有命令“%1”；输入 help 查看全部。</translation>
    </message>
    <message>
        <source>Show the orders under way</source>
        <translation>显示在途派单</translation>
    </message>
    <message>
        <source>Nobody is signed in at this seat.</source>
        <translation>本席无人登录。</translation>
    </message>
    <message>
        <source>Take in a new case</source>
        <translation>受理新事项</translation>
    </message>
    <message>
        <source>Take in a new case: %1</source>
        <translation>受理新事项：%1</translation>
    </message>
    <message>
        <source>Take back the last action of this seat, where a step leads back</source>
        <translation>撤销本席上一步操作（流程允许时）</translation>
    </message>
    <message>
        <source>new [TITLE]</source>
        <translation>new [标题]</translation>
    </message>
    <message>
        <source>Takes in a new case (F4).</source>
        <translation>受理新事项（F4）。</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>undo</translation>
    </message>
    <message>
        <source>Takes back the last action of this seat, where a step leads back.</source>
        <translation>撤销本席上一步操作（流程允许时）。</translation>
    </message>
    <message>
        <source>Search all cases, open and closed, for which words?</source>
        <translation>在全部事项（含已归档）中搜索哪些文字？</translation>
    </message>
    <message>
        <source>Search all cases, open and closed, for %1</source>
        <translation>在全部事项（含已归档）中搜索 %1</translation>
    </message>
    <message>
        <source>records WORDS</source>
        <translation>records 文字</translation>
    </message>
    <message>
        <source>Lists the newest cases with these words, open and closed.</source>
        <translation>列出含这些文字的最新事项（含已归档）。</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>Making the demonstration city</source>
        <translation>正在生成演示城市</translation>
    </message>
</context>
<context>
    <name>FactWords</name>
    <message>
        <source>Stage: %1</source>
        <translation>环节：%1</translation>
    </message>
    <message>
        <source>This stage has no limit</source>
        <translation>本环节无时限</translation>
    </message>
    <message>
        <source>Limit of %1 %2 · %3 % used</source>
        <translation>%1时限 %2 · 已用 %3 %</translation>
    </message>
    <message>
        <source>Suspended since %1: the clock stands still</source>
        <translation>自 %1 起挂起，计时停止</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Lead: %1</source>
        <translation>牵头：%1</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>辖区</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Position %1 ago, %2</source>
        <translation>定位 %1前，%2</translation>
    </message>
    <message>
        <source>±%1 m</source>
        <translation>精度 %1 米</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>出行</translation>
    </message>
    <message>
        <source>Home grid</source>
        <translation>所属网格</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>%1 km/h</source>
        <translation>%1 公里/时</translation>
    </message>
    <message>
        <source>No position reported yet</source>
        <translation>尚无定位</translation>
    </message>
    <message>
        <source>Off duty: neither stored nor shown</source>
        <translation>下勤：位置不存储、不显示</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>户数</translation>
    </message>
    <message>
        <source>Open cases</source>
        <translation>在办事项</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在勤</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Camera point</source>
        <translation>视频点位</translation>
    </message>
    <message>
        <source>Helping</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>拟接办</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>包案</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>%1 of 5</source>
        <translation>%1 分（满分 5）</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 d %2:%3</source>
        <translation>%1 天 %2:%3</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <extracomment>Date in the top bar, a format of QLocale::toString.</extracomment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 米</translation>
    </message>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>挂起</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Routed</source>
        <translation>分流</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>低风险</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>中风险</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>综治中心</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Patrol zone</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Responder</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>勤务</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留痕</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>视频点位</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>路障</translation>
    </message>
    <message>
        <source>Turn restriction</source>
        <translation>转向限制</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Community grid</source>
        <translation>社区网格</translation>
    </message>
    <message>
        <source>Rural grid</source>
        <translation>农村网格</translation>
    </message>
    <message>
        <source>Dedicated grid</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Gridworker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Part-time</source>
        <translation>兼职</translation>
    </message>
    <message>
        <source>Grid head</source>
        <translation>网格长</translation>
    </message>
    <message>
        <source>Grid police</source>
        <translation>网格民警</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>巡逻车组</translation>
    </message>
    <message>
        <source>Volunteers</source>
        <translation>志愿队</translation>
    </message>
    <message>
        <source>Linked unit</source>
        <translation>联动单位</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已派</translation>
    </message>
    <message>
        <source>En route</source>
        <translation>途中</translation>
    </message>
    <message>
        <source>On scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>On foot</source>
        <translation>步行</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>骑行</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>新鲜</translation>
    </message>
    <message>
        <source>ageing</source>
        <translation>渐旧</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>Handsets</source>
        <translation>移动终端</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车载终端</translation>
    </message>
    <message>
        <source>Simulator</source>
        <translation>模拟器</translation>
    </message>
    <message>
        <source>Hotline</source>
        <translation>热线</translation>
    </message>
    <message>
        <source>Gridworker&apos;s report</source>
        <translation>网格员上报</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>来访</translation>
    </message>
    <message>
        <source>Residents&apos; app</source>
        <translation>居民端</translation>
    </message>
    <message>
        <source>Police post</source>
        <translation>警务站</translation>
    </message>
    <message>
        <source>Street post</source>
        <translation>街面驻点</translation>
    </message>
    <message>
        <source>Fire post</source>
        <translation>消防站</translation>
    </message>
    <message>
        <source>Service post</source>
        <translation>便民站</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>不存在。</translation>
    </message>
    <message>
        <source>You may not do this; nothing was written.</source>
        <translation>无权执行；未写入任何内容。</translation>
    </message>
    <message>
        <source>Somebody was first; nothing was written.</source>
        <translation>他人已先行操作；未写入任何内容。</translation>
    </message>
    <message>
        <source>The input is wrong; nothing was written.</source>
        <translation>输入有误；未写入任何内容。</translation>
    </message>
    <message>
        <source>The store cannot be reached.</source>
        <translation>无法连接数据库。</translation>
    </message>
    <message>
        <source>The store is damaged; a person has to look.</source>
        <translation>数据库已损坏，需要人工检查。</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；未写入任何内容。</translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Patrol zones</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Reach 1/3/5 min</source>
        <translation>响应圈 1/3/5 分</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>视频点</translation>
    </message>
    <message>
        <source>Posts</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>注记</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>The store&apos;s server is down or restarting.</source>
        <translation>数据库服务器已停机或正在重启。</translation>
    </message>
    <message>
        <source>The store&apos;s server takes no more connections.</source>
        <translation>数据库服务器的连接已满。</translation>
    </message>
    <message>
        <source>The store&apos;s server refuses the role or password.</source>
        <translation>数据库服务器拒绝该角色或密码。</translation>
    </message>
    <message>
        <source>The store&apos;s server does not answer in time.</source>
        <translation>数据库服务器未及时应答。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
</context>
<context>
    <name>app::CaseTableModel</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>上报</translation>
    </message>
</context>
<context>
    <name>app::CommandLine</name>
    <message>
        <source>d w17, e 1023 …, new, undo, go, find, help</source>
        <translation>命令：d w17、e 1023 …、new、undo、go、find、help</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>app::Console</name>
    <message>
        <source>The ground could not be read: %1</source>
        <translation>底图数据读取失败：%1</translation>
    </message>
    <message>
        <source>Open a store</source>
        <translation>打开数据库</translation>
    </message>
    <message>
        <source>GridHall stores (*.gridhall *.sqlite);;All files (*)</source>
        <translation>GridHall 数据库 (*.gridhall *.sqlite);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Somebody was first; nothing was written.</source>
        <translation>他人已先行操作，未写入任何内容。</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>未写入：%1</translation>
    </message>
    <message>
        <source>The city&apos;s own rules are not in use: %1</source>
        <translation>本市规则表未通过检查，现用默认规则：%1</translation>
    </message>
    <message>
        <source>The journal&apos;s head could not be signed: %1</source>
        <translation>留痕签名未能写出：%1</translation>
    </message>
    <message>
        <source>No contact is kept with this case.</source>
        <translation>本事项没有留存联系方式。</translation>
    </message>
    <message>
        <source>Something that is due could not be written: %1</source>
        <translation>到期事项未能写入：%1</translation>
    </message>
</context>
<context>
    <name>app::DutyWindow</name>
    <message>
        <source>Case queue</source>
        <translation>事项队列</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>%1 has no position now.</source>
        <translation>%1 现在没有位置。</translation>
    </message>
    <message>
        <source>Commands and keys</source>
        <translation>命令和按键</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Any letter opens the command line. / filters the queue, Ctrl+K finds on the map, Ctrl+E shows the selection, Ctrl+L folds the layers, Ctrl+G takes the next ground, Ctrl+P prints map sheets, F6 goes on to the next panel, F2 to the alarms, F5 to who is in the hall, F9 changes the theme, F11 fills the screen, Esc goes back to the queue.</source>
        <translation>直接键入字母即进入命令行。/ 筛选队列，Ctrl+K 在地图上查找，Ctrl+E 显示选中对象，Ctrl+L 折叠图层，Ctrl+G 换下一个底图，Ctrl+P 打印图幅，F6 到下一面板，F2 到告警，F5 查看大厅在岗，F9 切换主题，F11 全屏，Esc 回到队列。</translation>
    </message>
</context>
<context>
    <name>app::FactsPanel</name>
    <message>
        <source>Facts</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选中任何对象</translation>
    </message>
    <message>
        <source>Choose a case in the queue, a thing on the map, or type go and its code.</source>
        <translation>在队列中选事项，在地图上点选，或键入 go 和编号。</translation>
    </message>
    <message>
        <source>No longer open</source>
        <translation>已不在办</translation>
    </message>
    <message>
        <source>It was closed, or taken out of force.</source>
        <translation>已办结或已停用。</translation>
    </message>
    <message>
        <source>No notes yet</source>
        <translation>暂无记录</translation>
    </message>
    <message>
        <source>Cameras near</source>
        <translation>附近视频</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>app::LayerPanel</name>
    <message>
        <source>%1 · %2 stale</source>
        <translation>%1 · 陈旧 %2</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Opacity of the layer</source>
        <translation>图层不透明度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>Fold the layer panel</source>
        <translation>折叠图层面板</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Legend · %1</source>
        <translation>图例 · %1</translation>
    </message>
</context>
<context>
    <name>app::MapPane</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Show the selection</source>
        <translation>显示选中对象</translation>
    </message>
    <message>
        <source>Reach of 1, 3, 5 minutes around the selection</source>
        <translation>选中对象的 1、3、5 分钟响应圈</translation>
    </message>
    <message>
        <source>Reach around posts</source>
        <translation>驻点响应圈</translation>
    </message>
    <message>
        <source>Reach around everyone on duty</source>
        <translation>全部在勤力量响应圈</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>The whole city</source>
        <translation>全市</translation>
    </message>
    <message>
        <source>Open another store</source>
        <translation>打开其他数据库</translation>
    </message>
    <message>
        <source>Make the demonstration city</source>
        <translation>生成演示城市</translation>
    </message>
    <message>
        <source>Print map sheets</source>
        <translation>打印图幅</translation>
    </message>
</context>
<context>
    <name>app::OverviewMap</name>
    <message>
        <source>Overview of the city</source>
        <translation>全市鹰眼图</translation>
    </message>
</context>
<context>
    <name>app::QueuePanel</name>
    <message>
        <source>Case queue</source>
        <translation>事项队列</translation>
    </message>
    <message>
        <source>Filter the case queue</source>
        <translation>筛选事项队列</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>Overdue %1</source>
        <translation>超期 %1</translation>
    </message>
    <message>
        <source>High risk %1</source>
        <translation>高风险 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>No open cases</source>
        <translation>没有在办事项</translation>
    </message>
    <message>
        <source>New ones appear here by themselves.</source>
        <translation>新事项会自动出现在这里。</translation>
    </message>
    <message>
        <source>No case fits</source>
        <translation>没有符合的事项</translation>
    </message>
    <message>
        <source>%1 are hidden by the filter.</source>
        <translation>筛选隐藏了 %1 件。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Saved views and filters</source>
        <translation>已存视图与筛选</translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Waiting longer than an hour</source>
        <translation>等候超过 1 小时</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Supervised matters</source>
        <translation>挂账督办</translation>
    </message>
    <message>
        <source>Being handled, high risk</source>
        <translation>处置中、高风险</translation>
    </message>
    <message>
        <source>Keep this view under a name…</source>
        <translation>以名称保存此视图…</translation>
    </message>
    <message>
        <source>Drop a view</source>
        <translation>删除视图</translation>
    </message>
    <message>
        <source>Mine %1</source>
        <translation>我的 %1</translation>
    </message>
    <message>
        <source>On the spot %1</source>
        <translation>自处置 %1</translation>
    </message>
    <message>
        <source>Words, stage: risk: mine …</source>
        <translation>文字、stage: risk: mine…</translation>
    </message>
    <message>
        <source>Words, and stage: level: category: grid: unit: risk: older: overdue suspended supervised onspot mine, in any order</source>
        <translation>文字，以及 stage: level: category: grid: unit: risk: older: overdue suspended supervised onspot mine，次序不限</translation>
    </message>
</context>
<context>
    <name>app::ResponderPanel</name>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Code, name, kind, state</source>
        <translation>编号、姓名、类别、状态</translation>
    </message>
    <message>
        <source>Filter the responders</source>
        <translation>筛选处置力量</translation>
    </message>
    <message>
        <source>%1 on duty of %2</source>
        <translation>在勤 %1 / %2</translation>
    </message>
</context>
<context>
    <name>app::ResponderTableModel</name>
    <message>
        <source>Off duty</source>
        <translation>下勤</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Home grid</source>
        <translation>所属网格</translation>
    </message>
</context>
<context>
    <name>app::SearchBox</name>
    <message>
        <source>Find grid, centre, case, person, post</source>
        <translation>找网格、中心、事项、人员、驻点</translation>
    </message>
    <message>
        <source>Find on the map</source>
        <translation>在地图上查找</translation>
    </message>
    <message>
        <source>Nothing is called so</source>
        <translation>没有符合的对象</translation>
    </message>
</context>
<context>
    <name>app::ToastStack</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>app::TopBar</name>
    <message>
        <source>Duty</source>
        <translation>值班</translation>
    </message>
    <message>
        <source>seat %1</source>
        <translation>%1 席</translation>
    </message>
    <message>
        <source>Dark or light theme</source>
        <translation>深色或浅色主题</translation>
    </message>
    <message>
        <source>Dark or light theme (F9)</source>
        <translation>深色或浅色主题（F9）</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>未显示记录</translation>
    </message>
    <message>
        <source>Rows of the store that cannot be shown; opens the list</source>
        <translation>库中无法显示的记录；点击打开列表</translation>
    </message>
    <message>
        <source>Seats on line (F5)</source>
        <translation>在线席位（F5）</translation>
    </message>
    <message>
        <source>1 seat</source>
        <translation>1 席在线</translation>
    </message>
    <message>
        <source>%1 seats</source>
        <translation>%1 席在线</translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>City</source>
        <translation>市</translation>
    </message>
    <message>
        <source>District</source>
        <translation>区县</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>低风险</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>中风险</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>Soon late</source>
        <translation>即将超期</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>超期</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>挂账督办</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Patrol zones</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Reach 1/3/5 min</source>
        <translation>响应圈 1/3/5 分</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>视频点</translation>
    </message>
    <message>
        <source>Posts and centres</source>
        <translation>驻点和中心</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Community and rural grid</source>
        <translation>社区、农村网格</translation>
    </message>
    <message>
        <source>Dedicated grid</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>City centre</source>
        <translation>市级中心</translation>
    </message>
    <message>
        <source>District centre</source>
        <translation>区级中心</translation>
    </message>
    <message>
        <source>Township centre</source>
        <translation>镇街中心</translation>
    </message>
    <message>
        <source>Community centre</source>
        <translation>社区中心</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>Gridworker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Part-time</source>
        <translation>兼职</translation>
    </message>
    <message>
        <source>Grid head</source>
        <translation>网格长</translation>
    </message>
    <message>
        <source>Grid police</source>
        <translation>网格民警</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>巡逻车组</translation>
    </message>
    <message>
        <source>Volunteers</source>
        <translation>志愿队</translation>
    </message>
    <message>
        <source>Linked unit</source>
        <translation>联动单位</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>移动中</translation>
    </message>
    <message>
        <source>Ageing</source>
        <translation>渐旧</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>Land</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Hills</source>
        <translation>山地</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿地</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>水体</translation>
    </message>
    <message>
        <source>Rivers</source>
        <translation>河流</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>Railways</source>
        <translation>铁路</translation>
    </message>
    <message>
        <source>Paths and service roads</source>
        <translation>小路、内部道路</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>Secondary roads</source>
        <translation>次干路</translation>
    </message>
    <message>
        <source>Primary roads</source>
        <translation>主干路</translation>
    </message>
    <message>
        <source>Motorways</source>
        <translation>高速、快速路</translation>
    </message>
    <message>
        <source>Serials of grids</source>
        <translation>网格序号</translation>
    </message>
    <message>
        <source>Names of areas</source>
        <translation>区域名称</translation>
    </message>
    <message>
        <source>Centres</source>
        <translation>综治中心</translation>
    </message>
    <message>
        <source>Shortest reach</source>
        <translation>响应圈（最短）</translation>
    </message>
    <message>
        <source>Middle reach</source>
        <translation>响应圈（中间）</translation>
    </message>
    <message>
        <source>Longest reach</source>
        <translation>响应圈（最长）</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Routed</source>
        <translation>分流</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报时间</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单位</translation>
    </message>
</context>
<context>
    <name>layers::MapCanvas</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>LinkWords</name>
    <message>
        <source>Server down</source>
        <translation>服务器停机</translation>
    </message>
    <message>
        <source>Server full</source>
        <translation>服务器连接已满</translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation>登录被拒绝</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>服务器无应答</translation>
    </message>
    <message>
        <source>Store damaged</source>
        <translation>库 已损坏</translation>
    </message>
    <message>
        <source>Store lost</source>
        <translation>库 断开</translation>
    </message>
    <message>
        <source>No store</source>
        <translation>无数据库</translation>
    </message>
    <message>
        <source>Opening the store</source>
        <translation>正在打开数据库</translation>
    </message>
    <message>
        <source>Clock differs</source>
        <translation>时钟不一致</translation>
    </message>
    <message>
        <source>Reading only: clock</source>
        <translation>只读：时钟</translation>
    </message>
    <message>
        <source>Store live · %1 ms</source>
        <translation>库 已连 · %1 毫秒</translation>
    </message>
    <message>
        <source>%1 · asking again</source>
        <translation>%1 · 正在重试</translation>
    </message>
    <message>
        <source>Store slow · %1 ms</source>
        <translation>库 迟缓 · %1 毫秒</translation>
    </message>
    <message>
        <source>%1 · %2 old</source>
        <translation>%1 · 画面已旧 %2</translation>
    </message>
    <message>
        <source>You see the hall as it was at %1, %2 ago.</source>
        <translation>画面停在 %1，已过 %2。</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>正在重试。</translation>
    </message>
    <message>
        <source>Trying again in %1 s.</source>
        <translation>%1 秒后重试。</translation>
    </message>
    <message>
        <source>Back after %1; everything is up to date.</source>
        <translation>中断 %1后已恢复，内容均为最新。</translation>
    </message>
    <message>
        <source>The store is being opened.</source>
        <translation>库正在打开。</translation>
    </message>
    <message>
        <source>Nothing was written. %1 %2</source>
        <translation>未写入任何内容。%1%2</translation>
    </message>
</context>
<context>
    <name>app::LinkNotice</name>
    <message>
        <source>%1 Nothing can be written.</source>
        <translation>%1此时不能写入。</translation>
    </message>
</context>
<context>
    <name>app::LeftOutList</name>
    <message>
        <source>Rows left out</source>
        <translation>未显示的记录</translation>
    </message>
    <message>
        <source>These rows of the store break its rules: another program or a hand put them there. They are kept out of map, lists and counts; all others are shown. gridhall check lists them too; a row that is mended comes back by itself.</source>
        <translation>这些记录不符合库的规则，是其他程序或人工写入的。它们不进入地图、列表和统计，其余记录照常显示。gridhall check 也会列出它们；改正后会自动恢复显示。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1 row is left out</source>
        <translation>有 1 条记录未显示</translation>
    </message>
    <message>
        <source>%1 rows are left out</source>
        <translation>有 %1 条记录未显示</translation>
    </message>
    <message>
        <source>The first %1 are listed; gridhall check lists all.</source>
        <translation>只列出前 %1 条，全部请用 gridhall check 查看。</translation>
    </message>
</context>
<context>
    <name>AlarmWords</name>
    <message>
        <source>%1, closed</source>
        <translation>%1（已办结）</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>新事项</translation>
    </message>
    <message>
        <source>Due soon</source>
        <translation>即将超期</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>事项超期</translation>
    </message>
    <message>
        <source>Order refused</source>
        <translation>拒绝派单</translation>
    </message>
    <message>
        <source>Not acknowledged</source>
        <translation>派单未确认</translation>
    </message>
    <message>
        <source>Safety check</source>
        <translation>安全核查</translation>
    </message>
    <message>
        <source>Supervision note</source>
        <translation>督办通知</translation>
    </message>
    <message>
        <source>Position silent</source>
        <translation>定位静默</translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>派单未送达</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>%1 sources</source>
        <translation>%1 个来源</translation>
    </message>
    <message>
        <source>%1, newest %2</source>
        <translation>%1，最新：%2</translation>
    </message>
    <message>
        <source>shelved until %1</source>
        <translation>搁置至 %1</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>%1 unacknowledged</source>
        <translation>%1 条未确认</translation>
    </message>
    <message>
        <source>unacknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已消除</translation>
    </message>
    <message>
        <source>comes and goes</source>
        <translation>反复出现</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>近 %1</translation>
    </message>
    <message>
        <source>%1 alarms in 10 min, at most %2</source>
        <translation>每 10 分钟 %1 条，最多 %2 条</translation>
    </message>
    <message>
        <source>flood %1</source>
        <translation>告警泛滥 %1</translation>
    </message>
    <message>
        <source>high, medium, low %1</source>
        <translation>高、中、低 %1</translation>
    </message>
    <message>
        <source>flapping %1</source>
        <translation>反复 %1</translation>
    </message>
    <message>
        <source>over 24 h %1</source>
        <translation>超 24 小时 %1</translation>
    </message>
    <message>
        <source>No sound device: alarms are shown, not heard</source>
        <translation>没有声音设备：告警只显示，不发声</translation>
    </message>
    <message>
        <source>%1 cases</source>
        <translation>%1 件事项</translation>
    </message>
    <message>
        <source>%1 orders</source>
        <translation>%1 个派单</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 条督办</translation>
    </message>
</context>
<context>
    <name>app::AlarmChip</name>
    <message>
        <source>not acknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>shelved until %1</source>
        <translation>搁置至 %1</translation>
    </message>
</context>
<context>
    <name>app::AlarmDesk</name>
    <message>
        <source>A shelf needs a reason.</source>
        <translation>搁置须写明原因。</translation>
    </message>
    <message>
        <source>There is no journal here to write the shelf to.</source>
        <translation>此处没有日志，无法记录搁置。</translation>
    </message>
</context>
<context>
    <name>app::AlarmList</name>
    <message>
        <source>No alarms. What was acknowledged leaves when its reason has gone.</source>
        <translation>没有告警。已确认的告警在原因消除后离开列表。</translation>
    </message>
    <message>
        <source>Whole kind</source>
        <translation>整类</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alarms, highest first</source>
        <translation>告警，优先级高的在前</translation>
    </message>
    <message>
        <source>This seat&apos;s own alarm rate. About 1 in 10 minutes can be handled; a flood begins above 10 and ends below 5 (ISA-18.2).</source>
        <translation>本席位的告警频率。每 10 分钟约 1 条可以从容处置；超过 10 条为泛滥，低于 5 条结束（ISA-18.2）。</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>Shelve for</source>
        <translation>搁置时长</translation>
    </message>
    <message>
        <source>Reason, for the journal</source>
        <translation>原因，记入日志</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Shelve (Enter)</source>
        <translation>搁置（Enter）</translation>
    </message>
    <message>
        <source>Leave (Esc)</source>
        <translation>取消（Esc）</translation>
    </message>
    <message>
        <source>Acknowledge (Space)</source>
        <translation>确认（空格）</translation>
    </message>
    <message>
        <source>The whole kind (Shift+Space)</source>
        <translation>确认整类（Shift+空格）</translation>
    </message>
    <message>
        <source>Shelve (S)</source>
        <translation>搁置（S）</translation>
    </message>
    <message>
        <source>Sound off (M)</source>
        <translation>静音（M）</translation>
    </message>
    <message>
        <source>Go there (Enter)</source>
        <translation>前往（Enter）</translation>
    </message>
    <message>
        <source>Alarms %1, unacknowledged %2</source>
        <translation>告警 %1 条，未确认 %2 条</translation>
    </message>
    <message>
        <source>End shelf (S)</source>
        <translation>结束搁置（S）</translation>
    </message>
</context>
<context>
    <name>app::AlarmStrip</name>
    <message>
        <source>All alarms (F2)</source>
        <translation>全部告警（F2）</translation>
    </message>
    <message>
        <source>%1, %2: opens the list (F2)</source>
        <translation>%1，%2：打开列表（F2）</translation>
    </message>
    <message>
        <source>%1 grouped</source>
        <translation>%1 条归并</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>Not taken: longer than %1 characters.</source>
        <translation>未采用：超过 %1 个字符。</translation>
    </message>
    <message>
        <source>Not taken: it holds half a character.</source>
        <translation>未采用：含有残缺字符。</translation>
    </message>
    <message>
        <source>Not taken: a line break at character %1; this is one line.</source>
        <translation>未采用：第 %1 个字符是换行，此处只能一行。</translation>
    </message>
    <message>
        <source>Not taken: the control character U+%1 at character %2.</source>
        <translation>未采用：第 %2 个字符是控制字符 U+%1。</translation>
    </message>
</context>
<context>
    <name>PlaceWords</name>
    <message>
        <source>Land</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Hill</source>
        <translation>山体</translation>
    </message>
    <message>
        <source>Park or green</source>
        <translation>公园绿地</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>水体</translation>
    </message>
    <message>
        <source>Building or estate</source>
        <translation>楼宇小区</translation>
    </message>
    <message>
        <source>Railway</source>
        <translation>铁路</translation>
    </message>
    <message>
        <source>read as latitude, longitude</source>
        <translation>按先纬后经理解</translation>
    </message>
    <message>
        <source>outside the city</source>
        <translation>在本市之外</translation>
    </message>
    <message>
        <source>its middle</source>
        <translation>取其中部</translation>
    </message>
    <message>
        <source>Street, its middle: the number is not known</source>
        <translation>道路，取中部：门牌号未知</translation>
    </message>
    <message>
        <source>Street of %1, its middle</source>
        <translation>道路，长 %1，取中部</translation>
    </message>
    <message>
        <source>Crossing</source>
        <translation>路口</translation>
    </message>
    <message>
        <source>One passes over the other</source>
        <translation>立体交叉，不相通</translation>
    </message>
</context>
<context>
    <name>app::IntakeForm</name>
    <message>
        <source>Another seat changed %1; what you typed since stays.</source>
        <translation>其他席位改动了 %1；您之后填写的内容保留。</translation>
    </message>
    <message>
        <source>What is typed is not saved yet: Enter saves it.</source>
        <translation>填写的内容尚未保存：按 Enter 保存。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Say what happened: the first line is the case&apos;s title.</source>
        <translation>请填写发生了什么：第一行就是事项标题。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Refused; nothing was written.</source>
        <translation>被拒绝，未写入。</translation>
    </message>
    <message>
        <source>Saved as %1, in everyone&apos;s queue.</source>
        <translation>已受理，编号 %1，已进入所有席位的队列。</translation>
    </message>
    <message>
        <source>That case is closed by now.</source>
        <translation>该事项已经办结。</translation>
    </message>
    <message>
        <source>Nothing is saved yet, so there is nothing to merge: N adds what is typed to that case as a note.</source>
        <translation>尚未保存，没有可并入的事项：按 N 把填写的内容作为备注加到该事项。</translation>
    </message>
    <message>
        <source>Nothing is typed yet.</source>
        <translation>还没有填写内容。</translation>
    </message>
    <message>
        <source>No category of the list; the case is taken in without one.</source>
        <translation>不在类别表中；事项先不带类别受理。</translation>
    </message>
    <message>
        <source>No category fits; the case is taken in without one.</source>
        <translation>没有相符的类别；事项先不带类别受理。</translation>
    </message>
    <message>
        <source>lead %1</source>
        <translation>牵头 %1</translation>
    </message>
    <message>
        <source>Taken: %1</source>
        <translation>已采用：%1</translation>
    </message>
    <message>
        <source>Proposed: %1 · &lt;b&gt;F3&lt;/b&gt; takes it</source>
        <translation>建议：%1 · 按 &lt;b&gt;F3&lt;/b&gt; 采用</translation>
    </message>
    <message>
        <source>A category proposes; there is none yet.</source>
        <translation>选定类别后才有建议。</translation>
    </message>
    <message>
        <source>Down and Enter choose; Enter alone keeps it as typed.</source>
        <translation>按下方向键再按 Enter 选择；只按 Enter 则保留原文。</translation>
    </message>
    <message>
        <source>Kept as typed: no position is known. F7 shows it on the map.</source>
        <translation>按原文保留，位置未知。按 F7 在地图上指出。</translation>
    </message>
    <message>
        <source>%1 places may be meant; as typed it has no position.</source>
        <translation>可能指 %1 处地点；未选定则没有位置。</translation>
    </message>
    <message>
        <source>shown on the map</source>
        <translation>地图指定</translation>
    </message>
    <message>
        <source>in no grid of this city</source>
        <translation>不在本市任何网格内</translation>
    </message>
    <message>
        <source>A telephone number has digits, blanks and + - ( ) # * only.</source>
        <translation>电话号码只含数字、空格和 + - ( ) # *。</translation>
    </message>
    <message>
        <source>Take in a case</source>
        <translation>受理事项</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Reporter&apos;s name</source>
        <translation>报告人姓名</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Reporter&apos;s address</source>
        <translation>报告人住址</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>One line; Enter saves it</source>
        <translation>一行即可，Enter 保存</translation>
    </message>
    <message>
        <source>Name, number or pinyin initials</source>
        <translation>名称、编号或拼音首字母</translation>
    </message>
    <message>
        <source>Street, crossing, estate, post, grid, coordinates</source>
        <translation>道路、路口、小区、驻点、网格、坐标</translation>
    </message>
    <message>
        <source>State of the case</source>
        <translation>保存状态</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一件</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Enter saves and goes on · F3 takes the proposal · F7 shows the place on the map · F8 goes to the cases near · Alt+1 to Alt+3 set the risk · Ctrl+Enter saves from anywhere · Ctrl+N begins the next case · Esc closes, what is typed stays</source>
        <translation>Enter 保存并到下一项 · F3 采用建议 · F7 在地图上指出地点 · F8 到附近事项 · Alt+1 至 Alt+3 定风险 · Ctrl+Enter 随时保存 · Ctrl+N 开始下一件 · Esc 关闭，填写的内容保留</translation>
    </message>
</context>
<context>
    <name>app::NearList</name>
    <message>
        <source>Enter shows it · M merges into it · N adds a note to it</source>
        <translation>Enter 查看 · M 并入该事项 · N 给该事项加备注</translation>
    </message>
    <message>
        <source>Likely duplicates and open cases near</source>
        <translation>疑似重复和附近未结事项</translation>
    </message>
    <message>
        <source>yet to come</source>
        <translation>尚未发生</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>same words</source>
        <translation>地点文字相同</translation>
    </message>
    <message>
        <source>likely the same</source>
        <translation>疑似重复</translation>
    </message>
    <message>
        <source>%1 likely the same · %2 open near</source>
        <translation>疑似重复 %1 件 · 附近未结 %2 件</translation>
    </message>
    <message>
        <source>%1 open near</source>
        <translation>附近未结 %1 件</translation>
    </message>
    <message>
        <source>No open case lies near.</source>
        <translation>附近没有未结事项。</translation>
    </message>
    <message>
        <source>Cases near are shown once the place is known.</source>
        <translation>地点确定后显示附近事项。</translation>
    </message>
</context>
<context>
    <name>app::PlacePicker</name>
    <message>
        <source>Click the place · Enter takes the cross · Esc leaves</source>
        <translation>点击地点 · Enter 取十字处 · Esc 取消</translation>
    </message>
</context>
<context>
    <name>ProofSheet</name>
    <message>
        <source>entry %1, %2</source>
        <translation>第 %1 条，%2</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项编号</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报时间</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>库标识</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>校验时间</translation>
    </message>
    <message>
        <source>The journal has faults; the first one is named below.</source>
        <translation>留痕记录有异常，首处异常见下。</translation>
    </message>
    <message>
        <source>The journal has no entry of this case.</source>
        <translation>留痕记录中没有本事项的条目。</translation>
    </message>
    <message>
        <source>Nothing is proved: no anchor agrees. The journal fits itself.</source>
        <translation>没有相符的锚点，无法证明；留痕记录自身前后一致。</translation>
    </message>
    <message>
        <source>Every entry of this case is proved.</source>
        <translation>本事项的每一条留痕均已证明。</translation>
    </message>
    <message>
        <source>Entries behind the last anchor fit themselves, but are not proved.</source>
        <translation>最后锚点之后的留痕自身一致，但尚未证明。</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>留痕记录</translation>
    </message>
    <message>
        <source>%1 entries up to %2</source>
        <translation>共 %1 条，至%2</translation>
    </message>
    <message>
        <source>Its chain</source>
        <translation>链值</translation>
    </message>
    <message>
        <source>Proved up to</source>
        <translation>已证明至</translation>
    </message>
    <message>
        <source>Anchor</source>
        <translation>锚点</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名公钥</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>理由：%1</translation>
    </message>
    <message>
        <source>By radio for %1</source>
        <translation>经电台代 %1 填报</translation>
    </message>
    <message>
        <source>Contact record %1</source>
        <translation>联系信息摘要 %1</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who, seat</source>
        <translation>人员、席位</translation>
    </message>
    <message>
        <source>What, why, hash</source>
        <translation>内容、理由、摘要</translation>
    </message>
    <message>
        <source>Proof sheet of a case</source>
        <translation>事项留痕证明单</translation>
    </message>
    <message>
        <source>How far it is proved</source>
        <translation>证明范围</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>处置过程</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
<context>
    <name>app::ActionBar</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>全部操作</translation>
    </message>
</context>
<context>
    <name>app::ActionForm</name>
    <message>
        <source>Let the order wait until the other one ends</source>
        <translation>先排队，待其现有派单结束后生效</translation>
    </message>
    <message>
        <source>Leave it  Esc</source>
        <translation>取消  Esc</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>By message</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>By a visit</source>
        <translation>上门</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>2 hours</source>
        <translation>2 小时</translation>
    </message>
    <message>
        <source>8 hours</source>
        <translation>8 小时</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>3 days</source>
        <translation>3 天</translation>
    </message>
    <message>
        <source>Being written …</source>
        <translation>正在写入……</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Paths or addresses, with ; between</source>
        <translation>路径或网址，以 ; 分隔</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>%1 is missing</source>
        <translation>缺少%1</translation>
    </message>
    <message>
        <source>%1 [CASE] … — %2</source>
        <translation>%1 [事项] … — %2</translation>
    </message>
    <message>
        <source>%1 which case? Select one or type its number.</source>
        <translation>%1哪件事项？请先选中或输入编号。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1：%2 → %3</translation>
    </message>
    <message>
        <source>, then in %1</source>
        <translation>，随后进入%1</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>app::CaseDesk</name>
    <message>
        <source>Orders</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>留痕</translation>
    </message>
    <message>
        <source>Safety check at %1</source>
        <translation>%1 前须报平安</translation>
    </message>
    <message>
        <source>Leader: %1</source>
        <translation>包案：%1</translation>
    </message>
    <message>
        <source>Answer by %1</source>
        <translation>%1 前答复</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超期</translation>
    </message>
    <message>
        <source>for %1, by radio</source>
        <translation>代 %1（电台）</translation>
    </message>
    <message>
        <source>Journal · #%1</source>
        <translation>留痕 · #%1</translation>
    </message>
    <message>
        <source>The case is no longer open</source>
        <translation>该事项已办结</translation>
    </message>
    <message>
        <source>Show who reported it</source>
        <translation>查看上报人</translation>
    </message>
    <message>
        <source>Opening it is written to the journal.</source>
        <translation>查看将写入留痕。</translation>
    </message>
    <message>
        <source>Linked cases</source>
        <translation>关联事项</translation>
    </message>
    <message>
        <source>this one was merged into it</source>
        <translation>本事项已并入</translation>
    </message>
    <message>
        <source>was merged into this one</source>
        <translation>已并入本事项</translation>
    </message>
</context>
<context>
    <name>DeskWords</name>
    <message>
        <source>No unit leads the case yet</source>
        <translation>尚无牵头单位</translation>
    </message>
    <message>
        <source>No unit has been asked to take it over</source>
        <translation>尚未请任何单位接办</translation>
    </message>
    <message>
        <source>The case is not suspended</source>
        <translation>该事项未挂起</translation>
    </message>
    <message>
        <source>The case is suspended: resume it first</source>
        <translation>该事项已挂起，请先恢复</translation>
    </message>
    <message>
        <source>It is on no register of supervised matters</source>
        <translation>不在挂账督办名册上</translation>
    </message>
    <message>
        <source>It is a supervised matter already</source>
        <translation>已是挂账督办事项</translation>
    </message>
    <message>
        <source>Somebody is still under way for this case</source>
        <translation>仍有力量在途或在场</translation>
    </message>
    <message>
        <source>The responder has no order on this case</source>
        <translation>该力量在本事项上没有派单</translation>
    </message>
    <message>
        <source>The order is acknowledged already</source>
        <translation>该派单已确认</translation>
    </message>
    <message>
        <source>The order is not live</source>
        <translation>该派单未生效</translation>
    </message>
    <message>
        <source>There is no level above</source>
        <translation>已无上一层级</translation>
    </message>
    <message>
        <source>There is no level below</source>
        <translation>已无下一层级</translation>
    </message>
    <message>
        <source>Only the level that listed the matter strikes it off</source>
        <translation>只有挂账的层级可以销号</translation>
    </message>
    <message>
        <source>No supervision note waits for an answer</source>
        <translation>没有待答复的督办</translation>
    </message>
    <message>
        <source>A supervision note waits for an answer</source>
        <translation>尚有督办未答复</translation>
    </message>
    <message>
        <source>No unit was called in</source>
        <translation>未吹哨任何单位</translation>
    </message>
    <message>
        <source>The reporter has not been answered yet</source>
        <translation>尚未答复上报人</translation>
    </message>
    <message>
        <source>Only the responder&apos;s device answers, or an officer by radio</source>
        <translation>只能由该力量的终端答复，或由值班员凭电台代为录入</translation>
    </message>
    <message>
        <source>Another user, a supervisor, must approve it</source>
        <translation>须由另一名督办员审批</translation>
    </message>
    <message>
        <source>That responder is not on duty</source>
        <translation>该力量不在岗</translation>
    </message>
    <message>
        <source>There is no such open case to merge into</source>
        <translation>没有可并入的该未结事项</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>缺少%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Duty officer</source>
        <translation>值班员</translation>
    </message>
    <message>
        <source>Analyst</source>
        <translation>分析员</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>督办员</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>A reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>A unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>An approver</source>
        <translation>审批人</translation>
    </message>
    <message>
        <source>A responder</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>A category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>A risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>A level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>The text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>The result</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>How the reporter was answered</source>
        <translation>答复方式</translation>
    </message>
    <message>
        <source>A rating from 1 to 5</source>
        <translation>评分（1 至 5）</translation>
    </message>
    <message>
        <source>A responsible leader</source>
        <translation>包案领导</translation>
    </message>
    <message>
        <source>The case to merge into</source>
        <translation>并入的事项</translation>
    </message>
    <message>
        <source>How much longer</source>
        <translation>延长时间</translation>
    </message>
    <message>
        <source>Another responder</source>
        <translation>另一处置力量</translation>
    </message>
    <message>
        <source>Something to add</source>
        <translation>补充内容</translation>
    </message>
    <message>
        <source>Not possible in the stage %1</source>
        <translation>“%1”环节不可用</translation>
    </message>
    <message>
        <source>Only for: %1</source>
        <translation>仅限：%1</translation>
    </message>
    <message>
        <source>The case is held by another centre: %1</source>
        <translation>该事项由其他中心持有：%1</translation>
    </message>
    <message>
        <source>Under way for case %1: confirm to let the order wait</source>
        <translation>正在处置事项 %1：确认后本单排队等候</translation>
    </message>
    <message>
        <source>Somebody was first: %1. Nothing was written.</source>
        <translation>已有人抢先：%1。未写入任何内容。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等候</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已派</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>en route</source>
        <translation>途中</translation>
    </message>
    <message>
        <source>on scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒单</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>recalled</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Supervised matter</source>
        <translation>挂账督办</translation>
    </message>
    <message>
        <source>Supervision note</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Unit called in</source>
        <translation>吹哨报到</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Contact kept</source>
        <translation>记录联系方式</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>80 % of the limit used</source>
        <translation>时限已用 80 %</translation>
    </message>
    <message>
        <source>Climbed by itself: limit missed</source>
        <translation>超期自动升级</translation>
    </message>
    <message>
        <source>Supervision note late</source>
        <translation>督办超期</translation>
    </message>
    <message>
        <source>Unit called in has not reported</source>
        <translation>吹哨单位未报到</translation>
    </message>
    <message>
        <source>Supervised matter late</source>
        <translation>挂账督办超期</translation>
    </message>
    <message>
        <source>Order not delivered</source>
        <translation>派单未送达</translation>
    </message>
    <message>
        <source>Waiting order is live</source>
        <translation>排队派单生效</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Alarm shelved</source>
        <translation>告警搁置</translation>
    </message>
    <message>
        <source>Contact opened</source>
        <translation>查看联系方式</translation>
    </message>
    <message>
        <source>That it was heard by radio</source>
        <translation>电台接报标记</translation>
    </message>
    <message>
        <source>The title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1 working h</source>
        <translation>%1 工作小时</translation>
    </message>
    <message>
        <source>%1 working d</source>
        <translation>%1 工作日</translation>
    </message>
    <message>
        <source>%1 emergency h</source>
        <translation>%1 应急工作小时</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>时限 %1</translation>
    </message>
    <message>
        <source>no level is above</source>
        <translation>已是最高层级</translation>
    </message>
    <message>
        <source>no channel delivered it within %1 s</source>
        <translation>%1 秒内没有渠道送达</translation>
    </message>
    <message>
        <source>the order before it ended</source>
        <translation>前一指令已结束</translation>
    </message>
    <message>
        <source>a live order is not finished</source>
        <translation>尚有未完成的指令</translation>
    </message>
</context>
<context>
    <name>app::DutyDesk</name>
    <message>
        <source>Nobody is signed in at this seat.</source>
        <translation>本席无人登录。</translation>
    </message>
    <message>
        <source>%1 cannot be taken back: no step leads back.</source>
        <translation>“%1”不可撤销：流程中没有回退步骤。</translation>
    </message>
    <message>
        <source>This seat has done nothing that could be taken back.</source>
        <translation>本席没有可撤销的操作。</translation>
    </message>
    <message>
        <source>  (undo takes it back)</source>
        <translation>（undo 可撤销）</translation>
    </message>
    <message>
        <source>%1: done for %2</source>
        <translation>%1：已完成 %2 件</translation>
    </message>
    <message>
        <source>; refused for %1: %2</source>
        <translation>；拒绝 %1 件：%2</translation>
    </message>
    <message>
        <source>%1 cannot be taken back: the case has changed since.</source>
        <translation>“%1”不可撤销：事项此后已变化。</translation>
    </message>
</context>
<context>
    <name>app::OrderPanel</name>
    <message>
        <source>Orders</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Nobody is under way</source>
        <translation>没有在途力量</translation>
    </message>
    <message>
        <source>Orders appear here when somebody is dispatched.</source>
        <translation>派单后显示在此。</translation>
    </message>
</context>
<context>
    <name>app::OrderTableModel</name>
    <message>
        <source>Responder</source>
        <translation>力量</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>For</source>
        <translation>已历时</translation>
    </message>
    <message>
        <source>Safety check</source>
        <translation>报平安</translation>
    </message>
</context>
<context>
    <name>app::RecommendList</name>
    <message>
        <source>nearest</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>在忙</translation>
    </message>
    <message>
        <source>own grid</source>
        <translation>本网格</translation>
    </message>
    <message>
        <source>of the lead unit</source>
        <translation>牵头单位所属</translation>
    </message>
    <message>
        <source>position ageing</source>
        <translation>定位渐旧</translation>
    </message>
    <message numerus="yes">
        <source>%n with a stale position</source>
        <translation>
            <numerusform>%n 人定位陈旧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a position</source>
        <translation>
            <numerusform>%n 人无定位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resting</source>
        <translation>
            <numerusform>%n 人休息</numerusform>
        </translation>
    </message>
    <message>
        <source>Not ranked: %1</source>
        <translation>未参与排序：%1</translation>
    </message>
    <message>
        <source>Recommended responders</source>
        <translation>推荐力量</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>No recommendation: the case has no position</source>
        <translation>无推荐：事项没有位置</translation>
    </message>
    <message>
        <source>Nobody on duty can be ranked</source>
        <translation>没有可排序的在岗力量</translation>
    </message>
    <message>
        <source>Recommended · by road</source>
        <translation>推荐力量 · 按路网到达时间</translation>
    </message>
    <message>
        <source>Recommended · straight-line time</source>
        <translation>推荐力量 · 按直线时间</translation>
    </message>
</context>
<context>
    <name>app::SignInDialog</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>再次输入新密码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>This password is for one use: choose your own.</source>
        <translation>该密码仅可用一次，请设置自己的密码。</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Only look on</source>
        <translation>仅查看</translation>
    </message>
    <message>
        <source>The two new passwords differ.</source>
        <translation>两次输入的新密码不一致。</translation>
    </message>
</context>
<context>
    <name>app::BulkDialog</name>
    <message numerus="yes">
        <source>One action for %n cases</source>
        <translation>
            <numerusform>对 %n 件事项执行同一操作</numerusform>
        </translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Cases and what is in the way</source>
        <translation>事项及不可执行的原因</translation>
    </message>
    <message>
        <source>Leave it  Esc</source>
        <translation>取消  Esc</translation>
    </message>
    <message>
        <source>Go on  Enter</source>
        <translation>继续  Enter</translation>
    </message>
    <message>
        <source>It will be done for %1; %2 are left as they are.</source>
        <translation>将对 %1 件执行；%2 件保持不变。</translation>
    </message>
</context>
<context>
    <name>app::SearchDialog</name>
    <message>
        <source>Cases with “%1”</source>
        <translation>含“%1”的事项</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Enter shows the case · Esc closes</source>
        <translation>Enter 查看 · Esc 关闭</translation>
    </message>
    <message>
        <source>No case holds these words, open or closed.</source>
        <translation>没有事项包含这些文字（含已归档）。</translation>
    </message>
    <message>
        <source>The newest %1 are listed; more words narrow it.</source>
        <translation>仅列出最新 %1 件；增加文字可缩小范围。</translation>
    </message>
    <message numerus="yes">
        <source>%n found, open and closed</source>
        <translation>
            <numerusform>找到 %n 件（含已归档）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>app::HallList</name>
    <message>
        <source>Seat</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>值班员</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Seats on line</source>
        <translation>在线席位</translation>
    </message>
    <message>
        <source>The hall</source>
        <translation>大厅</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1 seat on line</source>
        <translation>1 个席位在线</translation>
    </message>
    <message>
        <source>%1 seats on line</source>
        <translation>%1 个席位在线</translation>
    </message>
    <message>
        <source>%1 of %2 responders on duty</source>
        <translation>在岗 %1 人，共 %2 人</translation>
    </message>
    <message>
        <source>whole city</source>
        <translation>全市</translation>
    </message>
    <message>
        <source>%1 (this seat)</source>
        <translation>%1（本席）</translation>
    </message>
</context>
<context>
    <name>Grounds</name>
    <message>
        <source>Night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日间</translation>
    </message>
</context>
<context>
    <name>app::GroundDesk</name>
    <message>
        <source>The files of the city&apos;s ground could not be written: %1</source>
        <translation>本市底图文件无法写入：%1</translation>
    </message>
    <message>
        <source>A ground of the store cannot be read: %1</source>
        <translation>库中的一个底图设置无法读取：%1</translation>
    </message>
    <message>
        <source>By the theme</source>
        <translation>随主题</translation>
    </message>
    <message>
        <source>Drawn by the console</source>
        <translation>控制台自绘</translation>
    </message>
    <message>
        <source>Other grounds need gridhall-cartographer, which is not installed.</source>
        <translation>其他底图需要 gridhall-cartographer，尚未安装。</translation>
    </message>
    <message>
        <source>QGIS draws without a sandbox: %1</source>
        <translation>QGIS 绘图未用沙箱：%1</translation>
    </message>
</context>
<context>
    <name>app::GroundService</name>
    <message>
        <source>The cartographer stopped: %1. The last picture stays.</source>
        <translation>制图进程已停：%1。保留上一幅画面。</translation>
    </message>
    <message>
        <source>Ground &quot;%1&quot;, layer &quot;%2&quot;: %3</source>
        <translation>底图“%1”图层“%2”：%3</translation>
    </message>
    <message>
        <source>The ground cannot be drawn: %1</source>
        <translation>底图无法绘制：%1</translation>
    </message>
</context>
<context>
    <name>app::GroundSwitch</name>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Ground of the map</source>
        <translation>地图底图</translation>
    </message>
    <message>
        <source>Ground of the map (Ctrl+G: the next one)</source>
        <translation>地图底图（Ctrl+G 换下一个）</translation>
    </message>
</context>
<context>
    <name>gis::CartographerClient</name>
    <message>
        <source>no socket could be made</source>
        <translation>无法建立套接字</translation>
    </message>
    <message>
        <source>it speaks another protocol</source>
        <translation>协议不符</translation>
    </message>
    <message>
        <source>its answer cannot be read</source>
        <translation>其应答无法读取</translation>
    </message>
    <message>
        <source>it did not start in time</source>
        <translation>未能按时启动</translation>
    </message>
    <message>
        <source>a picture took longer than %1 s</source>
        <translation>一幅画面超过 %1 秒</translation>
    </message>
    <message>
        <source>it does not answer any more</source>
        <translation>不再应答</translation>
    </message>
    <message>
        <source>it cannot be started: %1</source>
        <translation>无法启动：%1</translation>
    </message>
    <message>
        <source>it was killed or crashed</source>
        <translation>被终止或崩溃</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>以代码 %1 结束</translation>
    </message>
    <message>
        <source>%1: two workers died of one picture; %2</source>
        <translation>%1：同一画面使两个制图进程终止；%2</translation>
    </message>
    <message>
        <source>it ran out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>it used up its processor time</source>
        <translation>处理器时间用尽</translation>
    </message>
</context>
<context>
    <name>app::PrintDialog</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Print map sheets</source>
        <translation>打印图幅</translation>
    </message>
    <message>
        <source>Sheets are drawn by the cartographer (QGIS), which is not installed here.</source>
        <translation>图幅由制图程序（QGIS）绘制，本机未安装。</translation>
    </message>
    <message>
        <source>What the map shows</source>
        <translation>当前视图</translation>
    </message>
    <message>
        <source>One grid</source>
        <translation>一个网格</translation>
    </message>
    <message>
        <source>One patrol zone</source>
        <translation>一个巡控责任区</translation>
    </message>
    <message>
        <source>One case</source>
        <translation>一个事项</translation>
    </message>
    <message>
        <source>Atlas: all grids of an area</source>
        <translation>图集：某区域的全部网格</translation>
    </message>
    <message>
        <source>Upright</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>As large as fits</source>
        <translation>自动（尽可能大）</translation>
    </message>
    <message>
        <source>What the sheet is about</source>
        <translation>默认取图幅内容</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>辖区</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>比例尺</translation>
    </message>
    <message>
        <source>Dots an inch</source>
        <translation>分辨率（点/英寸）</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>map sheet</source>
        <translation>图幅</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Sheet %1 of %2</source>
        <translation>第 %1 幅，共 %2 幅</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>已停止，未写入任何文件。</translation>
    </message>
    <message>
        <source>“%1” is not among what this seat sees. Nothing was written.</source>
        <translation>本席位看不到“%1”，未写入任何文件。</translation>
    </message>
    <message>
        <source>Nothing was written: %1</source>
        <translation>未写入任何文件：%1</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>MapSheet</name>
    <message>
        <source>no positions</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>值班员</translation>
    </message>
    <message>
        <source>Store time</source>
        <translation>系统时间</translation>
    </message>
    <message>
        <source>Data age</source>
        <translation>数据时效</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Map of the situation</source>
        <translation>态势图</translation>
    </message>
    <message>
        <source>%1 people, %2 households</source>
        <translation>%1 人、%2 户</translation>
    </message>
    <message>
        <source>Grid %1</source>
        <translation>网格 %1</translation>
    </message>
    <message>
        <source>Patrol zone %1</source>
        <translation>巡控责任区 %1</translation>
    </message>
    <message>
        <source>Case %1</source>
        <translation>事项 %1</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>N</source>
        <extracomment>The letter on a north arrow.</extracomment>
        <translation>北</translation>
    </message>
    <message>
        <source>m</source>
        <translation>米</translation>
    </message>
    <message>
        <source>km</source>
        <translation>公里</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
</TS>
