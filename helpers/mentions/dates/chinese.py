"""Rules for Chinese date expressions: regular expressions for Simplified, half-width text.

They were written from knowledge of the language: absolute dates in digits and characters; words relative to publication
(去年) or to the preceding text (次年); parts of units (上旬, 三季度); lengths that reach the present (24年来).
"""

import re

from helpers.mentions.dates import days
from helpers.mentions.dates.days import HALF_YEARS, PUBLICATION, QUARTERS, TEXT, Ending, Impossible, Point, Range, Shift
from helpers.mentions.dates.grammar import Found, Language, Words
from helpers.texts.numerals import chinese_value

_N9 = "一二三四五六七八九"
_NUMERAL = "〇零一二两三四五六七八九十百千廿卅"
# Optional space between a number and its unit.
_S = "[ ]?"
_JOIN = r"[ ]?(?:起?(?:一?直)?(?:持续|延续)?[至到]|[~～]|[-—–－―]{1,2})[ ]?"
_TWO = rf"(?:[0-9]{{1,2}}|[{_N9}]?十[{_N9}]?|[廿卅][{_N9}]?|[{_N9}])"
_NOT_IN_NUMBER = rf"(?<![0-9.{_NUMERAL}第])"
_FOUR = r"(?:1[0-9]{3}|20[0-9]{2}|21[0-9]{2}|[一二][〇零一二三四五六七八九]{3})"

# Years ------------------------------------------------------------------------------------------------------

# Characters that make 年 part of another word (今年轻人, 前年代).
_NO_YEAR = "(?![轻龄代均级薪货味画糕]|会(?:议|上|场|员)|夜(?![班间市]))"
_YEAR_WORD = f"⟨year⟩{_NO_YEAR}"
_SHORT_YEAR = rf"0[0-9](?=年)|(?!一二|二三|五六|六七|七八|八九)[〇零一二五六七八九][〇零{_N9}](?=年(?![代级多]))"
_YEAR = (
    rf"(?:公元|[去今明][(])?(?P<year>{_FOUR}){_S}[)]?(?:(?P<fiscal>财年|财政年度)|年度?(?!轻)|全年|(?={_JOIN}{_FOUR}{_S}年)|(?=(?:[、和与及]{_FOUR}{_S}){{1,5}}年))"
    rf"|公元(?P<era_year>[0-9]{{1,4}}){_S}年"
    rf"|(?:(?:中华)?民国|[去今明][(](?=1[01][0-9][)])|(?<![0-9.第])(?<![0-9],)(?=1[01][0-9]年(?:度|[起底初]|[0-9]{{1,2}}月|{_JOIN}1[01][0-9]年)))"
    rf"(?P<republic>[0-9]{{1,3}}|[{_NUMERAL}]{{1,6}}|元){_S}[)]?(?:年度?|(?={_JOIN}1[01][0-9]年))"
    rf"|(?:(?<=1[01][0-9]年[至到~—–-])|(?<=国1[01][0-9][至到~—–-]))(?P<republic_to>1[01][0-9])年度?"
    rf"|(?P<era>⟨era⟩)(?P<of_era>[0-9]{{1,3}}|[{_NUMERAL}]{{1,6}}|元){_S}年"
    # Two-digit years: too large for a count (98年以来), with a zero (05年), or digit by digit (九七年, but 七八年 is a length).
    rf"|(?<![0-9{_NUMERAL}第近前后过])(?<![0-9][.,:])(?P<short_year>{_SHORT_YEAR}|[6-9][0-9](?=年(?:以来|起|至今|[初底末春夏秋冬](?![期级])|[0-9]{{1,2}}月|{_JOIN}(?:[0-9]{{2}}|{_FOUR})年)))年度?"
    rf"|(?P<year_word>{_YEAR_WORD})"
)
_YEAR_EDGE = r"年?(?:[初底末尾](?![期级])|中(?=[,。;、)]|$))|年终|伊始"
_SEASON = r"(?:(?P<season>[春夏秋冬])(?:(?:季|天|日)(?!奥|达沃斯|残奥|运动)|(?<=年.)(?=[,。;、)至到]|$)))"
_SEASONS = dict(zip("春夏秋冬", days.SEASONS, strict=True))
# Words that mark the third quarter (第三季营收), as opposed to a third season.
_REPORTED = "⟨told_by_year⟩"
_QUARTER = (
    rf"(?:第?(?P<quarter>[一二三四1-4首次])(?:(?<=[年第、和与及].)(?=(?:[、和与及]第?[二三四2-4]){{1,3}}季度)|季(?:度|(?<=首季)|(?<=年第.季)|(?<=年次季)|(?<=展望第.季)|(?:(?<=第.季)|(?<=次季))(?=,?{_REPORTED})))|Q(?P<q>[1-4]))"
    r"(?:[初末底](?!期))?"
)
_PART_OF_YEAR = (
    rf"(?:(?P<half>[上下前后])半年|{_QUARTER}|(?:首|[前头](?=.(?:个季度|季(?:度|{_REPORTED}))))(?P<quarters>[二两三])个?季度?|"
    rf"[前头首](?P<months>1[0-2]|[1-9]|十[一二]?|[{_N9}两]){_S}(?:个月|月份?(?![{_N9}十0-9底末初中上下]))|{_SEASON})"
)

# Months -----------------------------------------------------------------------------------------------------

_MONTH = (
    rf"{_NOT_IN_NUMBER}(?P<month>{_TWO}|(?<![^今明去年度的在于自从到至(,。;:、\n ])元){_S}"
    rf"(?:月份?(?![龄饼球嫂亮]|台(?!风))(?!有余)|(?={_JOIN}{_TWO}{_S}月(?!{_S}{_TWO}{_S}[日号]))|(?=(?:[、和与及]{_TWO}{_S}){{1,5}}月))"
    rf"|(?P<month_word>⟨month⟩(?![龄饼球嫂亮]|台(?!风)))|(?P<near_month>[本上下])[(]{_TWO}[)]月份?"  # in Taiwan: 上(9)月
)
_MONTH_EDGE = r"月?[初底末尾](?![期级])|中(?=[,。;、)]|$)|[上中下]{1,2}旬|[上下]半月|第[一二三四五]周"

# Days -------------------------------------------------------------------------------------------------------

_CLOCK = (
    rf"(?:北京时间|当地时间)?(?:(?:[0-9]{{1,2}}|[{_N9}]?十[{_N9}]?|[{_N9}两])"
    rf"(?:[时点]钟?(?![{_NUMERAL}]*[建意])(?:(?:[0-9]{{1,2}}|[{_NUMERAL}]{{1,3}})分(?![之别])|半|整|[一三]刻|许|左右)*)"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
)
_PART_OF_DAY = "⟨part_of_day⟩"
_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6, "末": days.WEEKEND}
_APPOSITION = r"(?:[ ]?(?:[(]?(?:周|星期|礼拜)|[(](?=.[)]))(?P<stated>[一二三四五六日天])[)]?)"
_TAIL = rf"{_APPOSITION}?(?:{_S}{_PART_OF_DAY})*(?:{_S}{_CLOCK}(?:{_JOIN}{_CLOCK})?)?"
_NOT_NUMBERED = "(?!(?:[、和与及][0-9]{1,2}号)*⟨numbered⟩)"
_DAY_UNIT = rf"(?:日(?![元圆游均龄])|号{_NOT_NUMBERED})"
_DAY = (
    rf"(?P<day>{_TWO}){_S}"
    rf"(?:{_DAY_UNIT}|(?={_JOIN}(?:{_TWO}{_S}月{_S})?{_TWO}{_S}[日号])|(?=(?:、{_TWO}){{0,9}}[、和与及]{_TWO}{_S}[日号]))"
)
# 日 also begins the name of Japan (同日本, with Japan), 天 also Tianjin and words of weather.
_NO_DAY = "(?!本(?![报刊网台次届市省区县周月])|方|军|元|圆|美|韩|企|(?<=天)(?:[津空性赋堑](?!气)|气(?![气温压氛])))"
_DAY_WORD = f"(?<!《)⟨day⟩{_NO_DAY}"
# Words after a number of days that make it a length (十日的行程).
_NO_LENGTH = (
    "(?!的?(?:行程|旅程|旅行|旅途|假期|长假|期限|时间|之旅|之行|之久|航程|路程|赛程|工作日|展期|工期|奋战|培训|考察|医学观察|隔离|禁令|停火))"
    "(?<!十日(?=的))"
)
# 一日 to 九日 alone are mostly lengths or idioms, except in 九日上午, 于九日举行. 十八号 is mostly the name of a ship.
_BARE_DAY = (
    rf"(?<!(?<![随此其然])后)(?<![0-9]:)(?<![0-9.%每前近头连这那整多几历期续隔逾满第路街{_NUMERAL}])(?<![A-Za-z]-)(?<![A-Za-z])"
    rf"(?P<day>[0-9]{{1,2}}|[{_N9}]?十[{_N9}]?|[廿卅][{_N9}]?"
    rf"|(?<![有某终])[{_N9}](?=日{_PART_OF_DAY})|(?<=[于在自从至到])[{_N9}](?=日(?:[在表举宣会抵,。至到]|$))){_S}"
    rf"(?:日(?![元圆游均龄谈内]){_NO_LENGTH}(?!之内|以内|本(?![报刊网台次届月周市省]))"
    rf"|(?<=[0-9])号{_NOT_NUMBERED}|号(?={_PART_OF_DAY})"
    rf"|(?={_JOIN}{_TWO}{_S}[日号])|(?=(?:、{_TWO}){{0,9}}[、和与及]{_TWO}{_S}日(?!之?内|以内)))"
)

# Weeks ------------------------------------------------------------------------------------------------------

_WEEK_WORD = r"(?P<week>(?<![0-9晚海以早])上上?|(?<!以)下下?|(?<![日基成资样原根])本|这)一?个?(?:周|星期|礼拜)"
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
# Characters that make 周 part of another word (上周期, 本周刊); 上周总理 and 本周全国 are weeks.
_AFTER_WEEK = "(?![期岁率]|刊(?![出登发载文])|年(?![轻底初末])|报(?![道告名价])|而复始|恩来|(?<=这周)[围边])"
_WEEKDAY = (
    rf"(?:{_WEEK_WORD}的?|(?<![0-9{_NUMERAL}几数每逢隔个上下《])(?:周|星期|礼拜))"
    rf"(?P<weekday>[一二三四五六日天末])(?![次岁年期报带线圈版刊福》]|{_S}次|大[指股])"
)

# Lengths ----------------------------------------------------------------------------------------------------

_COUNT = (
    rf"(?P<count>[0-9]{{1,3}}(?:[.][0-9])?|半|[{_NUMERAL}]{{1,5}})"
    rf"(?:{_JOIN}(?P<count_to>[0-9]{{1,3}}|[{_NUMERAL}]{{1,5}}))?"
)
# 一两 and 两三 are approximate numbers, not 12 and 23.
_SOME = "(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九|好?几[十百千万]*|数[十百千万]*|多|若干|[二三四五六七八九]?十几|百余|千余)"
_UNIT = r"(?:[多余来]?个?多?(?P<unit>年|(?<=[个多])月|星期|礼拜|周|天|日|季度|小时|载)(?:多|有余)?)"
_SOME_UNIT = r"(?:多?个?(?:年|月|星期|礼拜|周|天|日|季度|世纪|载)(?:多)?)"
_UNITS = {
    "年": (1, "year"), "载": (1, "year"), "月": (1, "month"), "季度": (3, "month"), "周": (1, "week"),
    "星期": (1, "week"), "礼拜": (1, "week"), "天": (1, "day"), "日": (1, "day"), "小时": (1, "hour"),
}  # fmt: skip
_COMING = "来(?![自到访临源往宾华京客函电说看])"
_PAST = "(?:(?:在?刚刚?)?过去的?|最近的?)"
_NEXT = "(?:未来的?|今后的?|接下来的?|往后的?)"
# Characters that make 前 and 后 part of another word (前往, 后续).
_NO_BEFORE = "(?![往来进景提后夕沿线排任期述途瞻身锋列赴方哨者行])"
_NO_AFTER = "(?![续勤代面方果备期援者台]|的今天)"
_NEAR_DEED = rf"近[0-9{_NUMERAL}半]{{1,4}}[余多个来]*[年月周天日][^,。;:!?、的了之以前后时)”」\n]"
# A length followed by its dates in parentheses is skipped; the dates are found instead.
_NO_DATES_BEHIND = r"(?!的?[(][0-9]{4})"

_CLAUSE = re.compile(r"[,。;!?、\n]")
_SENTENCE = re.compile(r"[。;!?\n]")
_NEAR = {"昨": -1, "去": -1, "今": 0, "明": 1}
_ALONE = {"半": 0.5, "元": 1.0, "首": 1.0, "次": 2.0}


def number(text: str) -> float:
    """Return the value of a number in digits or characters.

    >>> number("24"), number("二十四"), number("廿六"), number("两百三十"), number("二〇二五"), number("半")
    (24.0, 24.0, 26.0, 230.0, 2025.0, 0.5)
    """
    if text in _ALONE:
        return _ALONE[text]
    return float(text) if text.isascii() else chinese_value(text)


def _integer(text: str | None) -> int | None:
    return None if text is None else int(number(text))


def _year_of(found: Found) -> int | Shift | None:
    if found["year_word"]:
        return found.shift("year_word", "year")
    if republic := found["republic"] or found["republic_to"]:
        return 1911 + _integer(republic)
    if found["era"]:
        return found.shift("era", "era").by - 1 + _integer(found["of_era"])
    if (short := _integer(found["short_year"])) is not None:
        return short + (1900 if short >= 30 else 2000)
    return _integer(found["year"] or found["era_year"])


def _part_of_year(found: Found) -> tuple[int, int] | None:
    if found["half"]:
        return HALF_YEARS[0 if found["half"] in "上前" else 1]
    if quarter := found["quarter"] or found["q"]:
        return QUARTERS[_integer(quarter) - 1]
    if found["quarters"]:
        return 1, 3 * _integer(found["quarters"])
    if found["months"]:
        return 1, _integer(found["months"])
    return _SEASONS.get(found["season"])


_PARTS_OF_MONTH = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中上旬": (1, 20), "中下旬": (11, 31), "下中旬": (11, 31),
    "上半月": (1, 15), "下半月": (16, 31),
}  # fmt: skip
_UP_TO = re.compile("(?<!从)至$|截止$")
# 当年 refers to a year named just before, or else vaguely to the past.
_NEAR_YEAR = re.compile(r"(?:[0-9〇零一二三四五六七八九]{2,4}|[去前同])年")


def _point(found: Found) -> object:
    if found.match[0] == "当年" and not _NEAR_YEAR.search(found.text[max(found.start - 50, 0) : found.start]):
        return days.NO_BOUNDS
    if found["year_word"] in ("去年", "上年") and found.text.startswith("同期", found.end):
        by, year = (0, Shift(-1)) if found["year_word"] == "去年" else (-1, None)
        return Point(period=Shift(by), year=year, month=Shift(0), compares=True)
    return Point(
        year=_year_of(found), day=_integer(found["day"]),
        month=Shift(_WEEKS[found["near_month"]]) if found["near_month"]
        else found.shift("month_word", "month") if found["month_word"] else _integer(found["month"]),
        months=_part_of_year(found), days=_PARTS_OF_MONTH.get(found["third"]), stated=_WEEKDAYS.get(found["stated"]),
        fiscal=bool(found["fiscal"]), compares=bool(found["month_word"] and _year_of(found)) or (found["year_word"] or "").startswith("上"),
    )  # fmt: skip


def _bare_day(found: Found) -> object:
    """Resolve 15日; behind a word of amounts (工期长15日, but not 外长15日) it is a length."""
    return None if found.words.pattern("⟨amount⟩$").search(found.text, 0, found.start) else _point(found)


def _span(found: Found) -> Ending | None:
    """Resolve the week of a day (7月7日当周), or the week or months that end on it (截至7月5日当周, 截至6月底止六个月)."""
    point, span = _point(found), found["span"]
    if not (found["closed"] or _UP_TO.search(found.text, 0, found.start)):
        return Ending(point) if found["held"] else None
    if span[-1] == "周":
        return Ending(point, days=7)
    return Ending(point, months=_integer(found["count"]) if found["count"] else 12 if "年" in span else 3)


# Words and a number of units that are a clause (新法颁行三年后,) count from what they tell; not 而在三年后.
_CLAUSE_OF_EVENT = re.compile(r"[\u4e00-\u9fff]{2}(?<![在于到至过约计起间内隔将会要待是用经再])$")
_TOLD_BY_EVENT = Impossible("counts from an event whose day the text does not give")


def _is_of_event(found: Found) -> bool:
    """Return whether the preceding words name an event and no date (事发当天, 解封约半年后, 启程的前一天)."""
    before = _CLAUSE.split(found.text[max(found.start - 20, 0) : found.start])[-1]
    event = found.words.pattern("(?:⟨event⟩[”」》]?[了的]?|的)(?:大?约|将?近|不到|不足|仅仅?|才|短短|整整)?$").search(
        before
    )
    return event is not None and not re.search(rf"[0-9{_NUMERAL}][年月日号天]", before)


def _beside(found: Found, **counted: object) -> Point:
    """Resolve a relative day with its date in parentheses by that date: 今天(26日), 周二(8/26)."""
    if found["month"]:
        return Point(month=_integer(found["month"]), day=_integer(found["day"]))
    return Point(**counted, printed=_integer(found["day"]))


def _day_word(found: Found) -> object:
    by = Shift(_NEAR[found["today"]]) if found["today"] else found.shift("word", "day")
    told = not found["day"] and by.anchor != PUBLICATION and _is_of_event(found)
    return _TOLD_BY_EVENT if told else _beside(found, day=by, year=_year_of(found), compares="年" in found.match[0])


def _weekday(found: Found) -> Point:
    week = Shift(_WEEKS[found["week"]]) if found["week"] else None
    return _beside(found, week=week, weekday=_WEEKDAYS[found["weekday"]])


def _which(found: Found) -> Point:
    """Resolve 上季度, 本财年."""
    shift = Shift(_WEEKS[found["which"].rstrip("一个")])
    return Point(year=shift, fiscal=True) if found["fiscal"] else Point(quarter=shift)


def _decade(found: Found) -> object:
    """Resolve 八十年代, 上世纪六七十年代."""
    century = found["century"] or (found["hundred"] and str(_integer(found["hundred"]) + 1))
    last = _decade_of(century, _integer(found["tens"] or found["tens_word"]))
    return Range(_decade_of(century, 10 * _integer(found["also"])), last) if found["also"] else last


def _decade_of(century: str | None, tens: int) -> Point:
    if century in ("上", "本"):
        return Point(decade=Shift(tens // 10 - (10 if century == "上" else 0)))
    return Point(decade=100 * (_integer(century) - 1) + tens) if century else days.near_decade(tens)


def _count(found: Found) -> tuple[float, str]:
    size, unit = _UNITS[found["unit"]]
    return number(found["count_to"] or found["count"]) * size, unit


def _is_year(printed: str) -> bool:
    """Return whether a number is a year, not a count: 08年后, or digit by digit (二〇二〇年后, 九七年后)."""
    if printed.isascii():
        return printed[0] == "0" and printed.isdigit()
    return len(printed) in (2, 4) and not set(printed) & set("十百千廿卅")


def _length(found: Found) -> object:
    count, unit = _count(found)
    # 98年以来 is since a year, 80年来 is a length.
    year = count >= 60 and found["count"].isdigit() and found.match[0].endswith("以来")
    year = unit == "year" and (year or _is_year(found["count"]))
    return None if year else days.length(count, unit, ahead=bool(found["ahead"]))


def _shifted(found: Found) -> object:
    """Resolve a point so many units away: 三天前, 两年后."""
    (count, unit), printed, text = _count(found), found["count"], found.text
    if unit == "year" and _is_year(printed):
        return None
    if found["today"] and unit == "year":
        return Point(year=Shift(-int(count)), day=Shift(0))
    if found["back"]:
        return days.away(count, unit, -1, PUBLICATION)
    # 三年后,他回国了: the tense is that of the next clause.
    ends = text.startswith(",", found.end)
    told = ends and _CLAUSE_OF_EVENT.search(text, max(found.start - 20, 0), found.start)
    told = told or tense(found.words, text, found.start, found.end + ends) == "past"
    return _TOLD_BY_EVENT if _is_of_event(found) else days.away(count, unit, 1, days.TEXT_ONLY if told else TEXT)


def _edge(found: Found) -> object:
    """Resolve 年底, 月初 to this year, this month; after 每 they recur, so they are not dates."""
    if "每" in _SENTENCE.split(found.text[max(found.start - 16, 0) : found.start])[-1]:
        return days.NO_DATE
    return Point(year=Shift(0)) if found.match[0][0] == "年" else Point(month=Shift(0))


# 7/26, 8/3(周六), 8/3起, but not fractions (约7/15, 2/3以上).
_SLASHED = (
    rf"(?<![0-9A-Za-z./$约近占过的-])(?=(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01]|[0-9]{{1,2}}{_S}(?:{_PART_OF_DAY}|[(](?:周|星期|礼拜|.[)])"
    r"|[将起止前]|至(?![0-9]{1,2}/[0-9](?![0-9]))|正式|登场|截止|开[始幕跑放卖]|上[路线市]))"
    "(?!以上|左右|秒|英?[寸吋]))"
)


def _pair(found: Found) -> Range:
    """Resolve 今明两天, 去今两年."""
    unit, by = "year" if found["unit"] == "年" else "day", _NEAR[found["one"]]
    return Range(Point(**{unit: Shift(by)}), Point(**{unit: Shift(by + 1)}))


# 今天(26日), and in Taiwan 今(26)日, 今(8/26)天.
_DATED = rf"(?:{_S}[(](?:(?P<month>{_TWO})[月/])?(?P<day>{_TWO})[日号]?[)])"

POINTS = {
    rf"(?:{_YEAR})(?:的?(?:{_PART_OF_YEAR}|{_YEAR_EDGE}))?": _point,
    rf"(?:(?:{_YEAR})的?{_S})?(?:{_MONTH})(?:的?(?P<third>{_MONTH_EDGE}))?": _point,
    rf"(?:(?:{_YEAR})的?{_S})?(?:{_MONTH})的?{_S}{_DAY}{_TAIL}": _point,
    rf"(?:(?:{_YEAR})的?{_S})?(?:{_MONTH})(?:[底末]|的?{_S}{_DAY}{_TAIL})(?P<closed>止)?的?"
    rf"(?P<span>(?:(?P<held>当|[那这所]在?)?一?(?:周|星期)(?![围边末年])|(?P<count>{_TWO}|两)个月|年度|财年|季度))": _span,
    rf"{_BARE_DAY}{_TAIL}": _bare_day,
    rf"(?:(?:{_YEAR})的?(?=[同今]))?(?P<word>{_DAY_WORD})(?:(?:周|星期|礼拜)[一二三四五六日天](?=[ ]?[(]))?{_DATED}?{_TAIL}": _day_word,
    rf"(?P<today>[今昨明]){_DATED}[天日]?{_TAIL}": _day_word,
    rf"(?:(?P<year_word>{_YEAR_WORD})|{_SLASHED})(?P<month>{_TWO})/(?P<day>{_TWO})(?![0-9/A-Za-z.%]){_TAIL}": _point,
    rf"{_WEEKDAY}{_DATED}?(?:{_S}{_PART_OF_DAY})*(?:{_S}{_CLOCK})?": _weekday,
    rf"{_WEEK_WORD}{_AFTER_WEEK}[初中末]?(?![一二三四五六日天末](?!大[指股]))": lambda found: Point(
        week=Shift(_WEEKS[found["week"]])
    ),
    r"(?P<which>(?<![日基成资样原根])本|这个?|(?<![以晚])上一?个?|(?<!以)下一?个?)"
    rf"(?:(?P<fiscal>财年|财政年度)|季(?:度|(?={_REPORTED})))": _which,
    rf"(?<![0-9以晚之此年月日天周目]){_PART_OF_YEAR}(?:(?<=[第首前头].季)|(?<=首季)(?![播后就收节综剧《])|(?<=[首次]季)(?={_REPORTED})|(?<![季天日])(?<![春夏秋冬]天))": _point,
    r"(?P<which>[今去明])(?P<season>[春夏秋冬])(?:季|天)?(?!奥)": lambda found: Point(
        year=Shift(_NEAR[found["which"]]), months=_SEASONS[found["season"]]
    ),
    rf"(?<![0-9{_NUMERAL}青少老中童成近历往今去明前后当同每])年(?:[初末]|底(?![层蕴气线])|尾(?![牙随声数]))(?!期|级)": _edge,
    rf"(?<![0-9{_NUMERAL}半几数多])年内": Point(year=Shift(0)),
    rf"(?<![0-9{_NUMERAL}本上下当每个])月(?:[初末底尾](?!期|级)|中(?=[,。;、)旬]))": _edge,
    r"(?:(?P<century>20|19|18|21|二十一?|十[八九]|上|本)个?世纪)?"
    r"(?:(?<![0-9])(?P<hundred>1[5-9]|20|一[八九]|二〇)?(?P<tens>[0-9]0|[二三四五六七八九]〇)|(?P<also>[二三四五六七八](?=[三四五六七八九]十))?(?P<tens_word>[二三四五六七八九]十))年代(?:[初中末后早]期|[初末])?": _decade,
    rf"{_NOT_IN_NUMBER}{_COUNT}{_UNIT}(?:之|以)?(?:(?P<back>前){_NO_BEFORE}(?P<today>的[今这]一?天(?:[(][0-9]{{1,2}}月[0-9]{{1,2}}日[)])?)?|后{_NO_AFTER})": _shifted,
}

_LENGTHS = {
    rf"(?:{_PAST}|近|这|前)?{_NOT_IN_NUMBER}{_COUNT}{_UNIT}(?:(?<!日)以来|{_COMING})": _length,
    rf"(?:{_PAST}[这近]?|这(?![一两])(?=.{{1,3}}年)|(?P<ahead>{_NEXT})近?){_COUNT}{_UNIT}(?:以来|{_COMING})?(?!以上){_NO_DATES_BEHIND}": _length,
    # Inside a clause, a predicate must follow: 公司近三年累计, not 工作近三年.
    rf"(?:(?<=[,。;:!?\n、在了是和])|^|(?<![续达时期过用花有隔离距要需约经共计为最])(?={_NEAR_DEED}))近{_COUNT}{_UNIT}(?![历代轻])": _length,
    r"(?:历经|经过)了?(?:近|约|超过|逾|整整)?"
    rf"(?P<count>[0-9]{{1,3}}|[{_NUMERAL}]{{1,5}})[多余]?(?P<unit>年|载)多?": _length,
}

_VAGUE = [
    rf"(?:{_PAST}|{_NEXT}|近){_SOME}{_SOME_UNIT}(?:以来|{_COMING})?",
    rf"{_SOME}{_SOME_UNIT}(?:以?{_COMING}|[之以]?前{_NO_BEFORE}|[之以]?后{_NO_AFTER})",
]

_EVERY_MONTH = (
    rf"(?:的)?(?:{_TWO}{_S}月份?(?:{_TWO}{_S}[日号]|[初底末]|[上中下]旬)?(?:{_JOIN}{_TWO}{_S}月?(?:{_TWO}{_S}[日号])?)?"
    r"|年?[初底末]|[春夏秋冬][季天]|[上下]半年|第?[一二三四]季度)?"
)
_NOT_DATES = [
    rf"(?:每(?:逢|到|隔)?个?年|[往常历]年|每?逢|每到){_EVERY_MONTH}",
    r"每个?(?:周|星期|礼拜)[一二三四五六日天末](?:[至到、和及](?:周|星期|礼拜)?[一二三四五六日天](?!月))*",
    rf"每(?:逢|到|隔)?个?月的?(?:{_TWO}{_S}[日号]|[初底末]|[上中下]旬)?",
    rf"(?:农历|阴历|夏历)(?:[^,。;]{{0,6}}年)?(?:[正冬腊闰{_NUMERAL}]{{1,3}}月)?(?:初[{_N9}十]|{_TWO}日?)?",
    rf"(?:历时|为期|连续|长达|持续|相隔|时隔|事隔|提前|延长|推迟|用时|耗时){_COUNT}{_UNIT}(?:之|以)?(?:后|前|来)?",
    # Titles that are an expression or begin with a month in characters: 《十月》, 《八月照相馆》.
    rf"(?<=《)(?:[{_N9}十]{{1,3}}月(?!份?{_TWO}[日号]|[至到])|[^0-9《》,。\n]{{1,6}}[年月日天期周夜](?=》))",
    # 1500年 is mostly a number of years, not the year 1500.
    r"(?<![0-9自从于在到至元—–~-])1[0-6]00年(?![间代初末底前后至到~—–-])",
]

# A year without 年 begins a name (2025上海合作组织峰会) or ends one in quotation marks ("中国制造2025").
_NAME_YEAR = (
    r"(?:(?<=[《“\"(,。;:、\n])|(?<=[“\"《(]|[在与由到为是的和及将])|^)(?P<year>20[0-9]{2})[ ]?(?=[\u4e00-\u9fff])"
    r"(?![年余多个名人元吨米公里项家次亿万件台辆股点分户所座条位种场只月日号美度支款万千页字号度])"
)

OTHERS = {
    rf"公元前(?:[0-9]{{1,4}}|[{_NUMERAL}]{{1,5}})年": Impossible("before the common era", "year"),
    _NAME_YEAR: lambda found: Point(year=int(found["year"])),
    r"(?P<one>[昨去今明])[今明后](?:两(?P<unit>[天日年])|天(?![气津]))": _pair,
    **_LENGTHS,
}

# Tense ------------------------------------------------------------------------------------------------------

# 会 (will) right after a day (周一会公布), not 会见, 会场 and the like.
_WILL = re.compile("会(?![见谈晤议场员长址所馆展盟审商诊报客战话餐费籍计])")
_BY_THEN = re.compile(f"(?:之|以)?前{_NO_BEFORE}")


def tense(words: Words, text: str, start: int, end: int) -> str | None:
    """Return `future` or `past` if words in the clause of `text[start:end]` say so, else None."""
    before = _CLAUSE.split(text[max(start - 60, 0) : start])[-1]
    after = _CLAUSE.split(text[end : end + 60].removeprefix(","))[0]
    coming, past = words.pattern("⟨coming⟩"), words.pattern("⟨past⟩")
    if past.match(after):
        return "past"
    # 13日表示: the day dates the statement, not the future event in it.
    saying = words.pattern("⟨saying⟩")
    said = saying.match(after) or (text.startswith(",", end) and saying.search(after))
    # 周五前: a deadline.
    if coming.search(before[-4:] if said else before) or _BY_THEN.match(text, end) or _WILL.match(after):
        return "future"
    if said:
        return "past"
    found = coming.search(after)
    if found and not saying.search(after[: found.start()]):
        return "future"
    return "past" if past.search(before + after) else None


# Where expressions can begin: a number or a few characters before a unit of time, or a word of time.
_STARTS = (
    rf"[0-9{_NUMERAL}半](?:[0-9{_NUMERAL}半.、和与及至到起直~～–—−－─―多余来几好个有 -]{{0,16}}[年月日号天周星礼季小载世段]|[0-9]{{0,4}}[-/.–—])"
    r"|20[0-9]{2}|Q[1-4]|⟨begin⟩|昨|周[一二三四五六日天末]"
    rf"|[今去明来后当同该本那这前大上下首头中第民元年月星礼][0-9{_NUMERAL}个几些多半今明上下华民国元至到(/)]{{0,8}}[ ]?[年月日天周星礼季期拜段世个旬财初末底尾终中内晨晚夜春夏秋冬]"
    r"|[今公次翌转隔即每逢多几数日近连过最未接往常历经自此在好若农阴夏为长持相时事提延推用耗][^,。;:!?]{0,12}?[年月日天周星礼季小载世期内前段历]"
)

CHINESE = Language(
    points=POINTS,
    others=OTHERS,
    vague=_VAGUE,
    no_dates=_NOT_DATES,
    join=re.compile(_JOIN),
    between=re.compile("[在于]$"),
    joins_between=re.compile("[和与跟及]"),
    ends_between=re.compile("之间|期间|间"),
    since=re.compile("自从?"),
    ends_since=re.compile(f"以来|以降|{_COMING}"),
    until_now=re.compile(f"以来|以降|至今|迄今|(?<=今年){_COMING}"),
    lists=re.compile("[ ]?(?:、|[,、]?(?:以?及|[和与跟]))[ ]?"),
    starts=_STARTS,
    tense=tense,
)
