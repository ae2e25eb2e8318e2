"""Whether a few characters are a person's name, by the surnames of China."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣"
    "巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区海阚花强帅屠豆朴盖练廉禹井漆巴普甯揭战"
    "邸郄郅逯晁逄佴邴邰訾贡隗宓扈庾慕蔚毋乜巢蒯桓缑瞿戢巴苌揭綦"
    "傅阎代赖钮宛荀薄衡仉鹿巨寿"
    "上官芮竺狄凤茅茹卿肇郗拜尧哈晋宿鱼祖苍欧阳谯杭植雍牧浦亓阴宣伏窝沃"
    "洪萧湛贝裘诸嵇郜蓟郦濮郏於璩钭羿勾尉昝邰庹酆贲郁糜邴汲弓隗宓郗班咸籍胥莘姬扶堵宰郤扈浦茹习廖暨殳厍聂晁郇仉逄琚占粘"
)
_DOUBLE = re.compile(
    "欧阳|上官|贺兰|司马|诸葛|司徒|东方|皇甫|尉迟|慕容|令狐|端木|夏侯|公孙|长孙|宇文|鲜于|呼延|闻人|钟离|百里|东郭|南宫|赫连|澹台|公冶|宗政|濮阳"
    "|淳于|单于|申屠|轩辕|闾丘|亓官|司寇|子车|颛孙|巫马|公西|漆雕|乐正|拓跋|夹谷|谷梁|段干|羊舌|微生|左丘|梁丘|西门|完颜|独孤|万俟|纳兰"
)
_TITLE = re.compile(
    r"(?:老师|同志|处长|副处长|科长|副科长|主任|副主任|先生|女士|小姐|医生|经理|部长|院长|校长|园长|馆长|会长|秘书长|书记|局长|站长|所长|会计|教授|博士|秘书|干事|专员|主管|工程师|工|(?<=..)收)$"
)
# Nobody who is called by 老师 or 主任 is called by one of these: 各位老师, 系主任
_NO_SURNAME = re.compile(r"[各位该本我与向请找由全每名的等对为给和及或是到处科室部办院校系导带任授正副新老女男]")
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")
# Words that begin like a surname and are none.
_WORDS = re.compile(
    r"(?:联系|电话|方式|地址|邮箱|手机|传真|单位|时间|何时|于[前后]|和平|成绩|管理|全国|高(?:等|职|校|教|考|中|级|层|端|新)|中小|文件|文化|平台|安全|安排|公告|公示|公司|应用|任务"
    r"|项目|计划|农村|农业|江苏|江西|甘肃|宁夏|海南|云南|河南|湖南|广东|广西|广州|向[各有]|时[限期]|封面|经[费办]|费用|由[各校]|随[时附]|查询|信息|上报|华东"
    r"|武汉|温州|安徽|吉林|金融|石油|路[口段]|常见|常用|师资|师范|施工|司局|成教|职成|商务|关于|相关|管委|党[委组支]|宣传|展[览示]|官网|车间|章程"
    r"|周[一二三四五六日天末]|明确|单[独一]|原[件则]|部[门分]|办公|高新|城[乡市]|综合|教[务育]|组织|古[代镇]|代[表码理替办])"
)


# 「高教处」 is no person of the surname 高
_OFFICES = "处室部司局办厅股"
_POINTS = re.compile(r"同[上前]|如[下上]|见|附|略|暂|各|待|无|请|详|学院|学校|老师|本[人校院]|科[室员长]|院|系|处|校")


def person(word: str) -> str | None:
    """`word` as a person's name with its form of address (王伟, 苏航老师), or None when it is none."""
    if not _HAN.fullmatch(word):
        return None
    if re.fullmatch(r"[\u4e00-\u9fff]{2,6}(?:·[\u4e00-\u9fff]{2,6}){1,2}", word):
        return word
    bare = _TITLE.sub("", word)
    if word != bare and len(bare) == 1:
        return word if bare in _SURNAMES or not _NO_SURNAME.fullmatch(bare) else None
    if not bare or _WORDS.match(bare) or bare[-1] in _OFFICES:
        return None
    is_double = _DOUBLE.match(bare) is not None
    longest = 4 if is_double else 3
    begins = is_double or bare[:1] in _SURNAMES
    return bare if begins and 2 <= len(bare) <= longest else None


def has_title(word: str) -> bool:
    """Whether a person is named with a form of address: 鞠老师, 张处长."""
    return person(word) is not None and _TITLE.search(word) is not None


def is_name_like(word: str) -> bool:
    """Whether a word that stands where a name is expected may be one: two or three characters, no common word."""
    return re.fullmatch(r"[\u4e00-\u9fff]{2,3}", word) is not None and not (_WORDS.match(word) or _POINTS.match(word))


def merged(words: list[str]) -> list[str]:
    """「张 三」 is one name written wide, 「张三 李四」 are two."""
    whole: list[str] = []
    for word in words:
        if len(word) == 1 and whole and (len(whole[-1]) == 1 or whole[-1] in {"联系", "联系人", "联系电"}):
            whole[-1] += word
        else:
            whole.append(word)
    return whole
