"""Reporting events in a Chinese sentence: the verb, the noun phrase that is its subject, and what it governs.

No parser: a verb of the reviewed table is looked for between the words jieba cuts, its speaker at the left edge of its
clause (behind adverbials of time and place) or, where the clause has no subject of its own, at the left edge of a
clause before it.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from helpers.lexicon import Lexicon, per_lexicon
from helpers.mentions.actors import Mention, actors_in
from helpers.mentions.voices.verbs import Event, heads, inside, quotations, reporting_verbs
from helpers.texts.tokens import cut

# What may stand between the subject and the verb, and never in a subject.
_ADVERBS = set(
    "一致 共同 高度 也 还 又 都 均 再 再次 多次 曾 曾经 此前 随后 同时 当天 当日 日前 近日 今日 昨日 昨天 今天 明确 公开 特别 进一步 并 则 亦 纷纷"
    " 普遍 郑重 严正 严肃 重点 着重 反复 率先 首先 最后 接着 继续 坦率 诚恳 强烈 坚决 一再 专门 已 已经 即 便 就此 对此 才 将 会 正 正式 还要 时 后"
    " 中 上 会上 会后 会前 会谈中 席间 分别 一同 一道 坦诚 由衷 诚挚 热情 热烈 衷心 充分 积极 稍后 其后 另外 此外 直接 仍 仍然 依然 始终 不断 逐一"
    " 相继 先后 当场 现场 主动 严厉 愤怒 激动 高兴 自豪 笑着 笑 着 动情 深情 感慨地 也都 还都 全面 系统 深入 详细 简要 明确地 在发言中 时说 再度 业已 随即 当即"
    " 当晚 当时 如此 这样 同样 均已 亦已 都已 曾多次 也曾 还曾 早前 早些时候 稍早 连续 共 齐声 异口同声 不禁 不无 颇为 如是 更 只 只是 却 但 向 未来 目前 现在 至今".split()
)
_PREPOSITIONS = set(
    "在 于 就 用 拿 对 对于 关于 针对 围绕 向 当 接受 应 应邀 通过 以 经 经由 代表 作为 据 根据 按照 从 自 为 为了 随着 面对 与 同 和 跟 给 把 将 被 由 因 因为 由于 除 除了 借 借助 结合 鉴于".split()
)
_COORDINATING = set("与 同 和 及 以及 暨".split())
_LEADING = set(
    "当天 当日 日前 近日 近期 今日 昨日 昨天 今天 此前 随后 同时 此外 另外 对此 其中 最后 首先 其次 再次 会上 会后 会前 席间 期间 目前 现在 但 但是 不过 然而 而"
    " 并 且 而且 另 又 再 还 也 如今 当时 当晚 稍后 其后 早前 有 有的 一些 就此 为此 因此 所以 例如 比如 同样 当地时间 上午 下午 晚 晚间 晚上 凌晨 中午 傍晚 今年 去年 本周 上周 一 早些时候 稍早 更 就连 连 正如 如 正 与此同时 与此 甚至".split()
)
# A relative clause before 的 is no part of the name: 出席会议的(专家).
_RELATIVE = re.compile(
    "出席|参加|参会|与会|来自|负责|担任|率团|访问|前来|从事|研究|陪同|应邀|到访|正在|在[^,]+"
)
# Verbs at which a subject ends, beside those of the table.
_PREDICATES = set(
    "出席 会见 主持 发表 举行 致辞 致词 发言 参加 访问 抵达 率领 会晤 接见 作 作出 做 做出 陪同 签署 是 表态 强调 了解 看到 走进 来到 走访 考察 视察 调研 答 应询 回答 援引 引述 引用 撰文 发文 致信 致电 复信 通话 通电话 会谈 说明 高度评价 进行".split()
)
_LOCALISERS = set(
    "时 后 前 中 上 下 期间 之际 之后 之前 之时 时候 会上 里 间 会后 会前 之余 过程中 采访时 问题 一事 方面 以来 中时".split()
)
_TIME = re.compile(
    r"[\d一二三四五六七八九十]+[年月日号点时分](?:[上下]午|晚)?|\d+|周[一二三四五六日]|星期.|[上下中]午|早上|晚上|晚间"
)
_CLAUSE_END = re.compile(r"[,，:：;；。!！?？…\n]|——")
# Names of acts: 表示欢迎 tells that there was a welcome, not what was said.
_ACT = re.compile(
    "(?:过|了)?(?:最|了)?(?:诚挚|衷心|热烈|高度|坚决|强烈|深切|由衷|充分|严重|亲切|极大|深刻|完全|一致|明确|最|深表|诚恳|严正|极其|万分|十分|非常|真诚)*(?:的|地)?"
    "(?:欢迎|感谢|祝贺|支持|赞赏|关切|反对|哀悼|慰问|遗憾|谴责|敬意|同意|理解|满意|肯定|赞同|认同|不满|关注|愤慨|愤怒|担忧|忧虑|欣慰|谢意|歉意|期待|乐观|怀疑|惊讶|震惊|抗议|问候|尊重|赞成|兴趣|祝愿|敬佩|同情|失望|不安|钦佩|认可|悼念)"
)
_MODAL_SUBJECT = re.compile(
    "(?:中方|我们|双方|各方|本国|自己|我方|两国|[^,，。]{1,8}?)(?:将(?!军)|(?<![机社照])会(?![议谈见晤员])|愿(?![望景])|(?<!回)应(?![对用])|(?<![重主需])要(?![求素点])|必须|始终|不会|坚持|支持|仍|已(?!经)|已经|正在|绝不|一贯|有权|没有|无意|能够|可以)"
)
_TOPIC_END = re.compile(
    r"(?:性|意义|作用|精神|立场|原则|地位|影响|价值|必要|责任|合作|问题|情况|方案|计划|倡议|主张|建议)[。!！]?$"
)
_STRONG = set(
    "说 表示 指出 强调 认为 称 说道 写道 坦言 直言 重申 透露 告诉 介绍说 坚称 声称 宣称 断言 证实 否认 承认 相信 坚信 问道 答道 感叹 感慨 反问 注意到".split()
)
_WISHES = set("希望 期待 相信 坚信 深信 感谢 欢迎 祝贺 肯定 赞赏 同意 承诺 保证 拒绝 要求".split())
# Words of the table that are roles as well.
_ROLES = frozenset("问 答 评论 代表".split())
_COURTESIES = frozenset("希望 期待 相信 坚信 深信 感谢 欢迎 祝贺 赞赏 肯定".split())
# Also nouns: 三点建议, 提出倡议, 按照要求.
_NOUNS = set(
    "呼吁 敦促 要求 建议 提议 警告 提醒 号召 希望 期待 倡议 指示 承诺 保证 同意 评价 谴责 批评 指责 赞扬 肯定 感谢 祝贺 欢迎 主张 判断 估计 预测 声明 报道 评论 介绍 通报 汇报 回应 回答 解释 强调 表示 分析 承认 誓言".split()
)
_MEDIUM = re.compile("报|新闻|周刊|杂志|邮|时代|经济学人|时间|网$")
_MANY = re.compile("与会|参会|各|多[位名国家]|一些|不少|许多|众多|数位|双方|有关各|两国|几位|部分|中外")
_MEETINGS = re.compile("(?:会议|峰会|论坛|全会|大会)$")
_PARTICLE = re.compile("(?:说|称|道|到|指出|表示|写道|强调)")
_SURNAMES = set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤栾"
)
_LABEL = re.compile(r"\s*(?P<name>[^,，。:：;；!！?？“”\"「」]{1,30})(?<!\d)[:：](?!//)")
_QUOTE_OPENS = re.compile(r"[,，:：]?\s*(?=[“「『\"])")


_ACCORDING = re.compile(
    r"(?:^|(?<=[,，。:：;；“\"\s(（]))(?:另|又|综合)?(?P<verb>据)(?:(?P<bare>说|悉|传|称|了解|介绍|报道|报导)(?=[,，:：]|\w)|(?P<who>[^,，。:：;；]{2,40}?)(?P<kind>消息|报道|报导|电|通报|介绍|透露|称|披露|公布|发布|援引|网站|表示|说)?(?=[,，:：]))"
)
_LEARNED = re.compile("(?:记者)?[^,，。从]{0,12}从(?P<who>[^,，。]{2,40}?)(?P<verb>获悉|了解到|得知)")
_SHOWN = re.compile(
    "(?P<who>[^,，。:：;；据从]{2,30}?)(?:最新|日前|近日|今日)?(?P<what>消息|数据|通报|统计)(?P<verb>显示|称|说|指出)(?![法明服])"
)
# 据统计, 根据宪法: a ground, not a source; and the words that make a source of whoever stands before them.
_NO_SOURCE = re.compile("统计|预测|估计|估算|测算|宪法|规定|法律|此|测|计")
_TELLING = frozenset("消息 报道 报导 电 透露 介绍 称 表示 说".split())
_AGAIN = re.compile("(?:并|还|同时|也|又|并且|继续|随后|但|却)(?:再次|进一步|特别|明确|一致|着重)?$")
# Verbs that give a topic unless a colon follows; those that always give one; those that do where no clause follows.
_TOPICAL = frozenset("提出 介绍 倡议 号召 敦促 呼吁 警告 提醒 告诫 勉励".split())
_DIRECTING = frozenset("要求 建议 提议 指示 责成".split())
_CONFIRMING = frozenset("重申 主张 否认 承认 证实 确认 透露 披露".split())


class _Phrase(NamedTuple):
    start: int
    end: int
    kind: str  # of the speaker; empty: not known; "never": cannot speak
    named: bool  # a person by name


@per_lexicon
def _verbs(*, lexicon: Lexicon) -> tuple[re.Pattern, dict[str, str], dict[str, tuple[str, ...]]]:
    table = reporting_verbs(lexicon=lexicon).query("language == 'zh'")
    about = dict(zip(table["verb"], table["complement"], strict=True))
    unless = {row.verb: tuple(filter(None, row.unless.split("|"))) for row in table.itertuples()}
    known = sorted(about, key=lambda verb: (-len(verb), verb))
    return re.compile("|".join(known)), about, unless


def events(text: str, institutions: bool = False, *, lexicon: Lexicon | None = None) -> list[Event]:
    """The reporting events of a Chinese sentence in its normal form, in order; with `institutions` a body and a meeting
    may be the subject of any verb."""
    mentions = actors_in(text, "zh", "Hans", lexicon=lexicon)
    reader = _Reader(text, mentions, lexicon, institutions)
    sources = reader.sources()
    found = sources + reader.reports([(event.start, event.end) for event in sources])
    label = reader.label()
    if label and not any(event.start <= label.start <= event.end + 1 for event in found):
        found = [label, *(event._replace(nested=True) for event in found)]
    return sorted(found, key=lambda event: (event.start, event.end))


class _Reader:
    """One sentence, its words, its quotations and the actors it names."""

    def __init__(
        self, text: str, mentions: list[Mention], lexicon: Lexicon | None, institutions: bool = False
    ):
        self.text, self.lexicon = text, lexicon
        self.mentions = mentions
        self.institutions = institutions
        self.quotes = quotations(text)
        self.open: set[int] = set()  # where the verbs stand whose content is a clause that may go on
        self.words = self._words()

    def _words(self) -> list[tuple[int, int]]:
        """jieba's words without its guesses, with every name of an actor as one word."""
        whole = [(mention.start, mention.end) for mention in self.mentions if mention.end - mention.start > 1]
        words = []
        for start, end in cut(self.text, "Hans", hmm=False, lexicon=self.lexicon):
            holder = next((span for span in whole if start < span[1] and end > span[0]), None)
            if holder is None:
                words.append((start, end))
            elif not words or words[-1] != holder:
                # A word that laps over a name is cut at the name's edges.
                if start < holder[0]:
                    words.append((start, holder[0]))
                words.append(holder)
                if end > holder[1]:
                    words.append((holder[1], end))
            elif end > holder[1]:
                words.append((holder[1], end))
        return words

    # --- Speakers -------------------------------------------------------------------------------------------------

    def _kind(self, start: int, end: int) -> tuple[str, bool]:
        """What kind of speaker a noun phrase names, and whether it is a person by name."""
        phrase = self.text[start:end]
        known = heads("zh", lexicon=self.lexicon)
        if re.fullmatch("《[^》]+》", phrase):
            title = phrase[1:-1]
            return ("medium" if _MEDIUM.search(title) else "document"), False
        if phrase in known and known[phrase] != "title":
            if known[phrase] == "pronoun":
                return ("collective" if phrase.endswith("们") else "person"), False
            unasked = known[phrase] == "institution" and not self.institutions
            return ("never" if unasked else known[phrase]), False
        bare = phrase.removesuffix("们")
        head = next((bare[place:] for place in range(len(bare)) if bare[place:] in known), "")
        last = next((m for m in reversed(self.mentions) if m.start >= start and m.end == end), None)
        several = self._several(phrase, start)
        if last and last.kind == "person":
            return ("collective" if self._conjoined(start, end) else "person"), True
        if last and last.kind == "country":
            return ("collective" if self._conjoined(start, end) else "office"), False
        if last and last.kind in ("organisation", "locality"):
            medium = any(known.get(phrase[-length:]) == "medium" for length in (1, 2, 3))
            return ("medium" if medium else "office"), False
        if last and last.kind == "group":
            return ("medium" if phrase.endswith(("媒", "媒体")) else "collective"), False
        if last and last.kind == "office":
            return ("collective" if several else "person"), False
        kind = known.get(head, "")
        if kind == "title":
            return ("collective" if several else "person"), any(
                m.kind == "person" and start <= m.start < end for m in self.mentions
            )
        if kind == "institution" and not self.institutions:
            return "never", False
        if kind:
            return ("person" if kind == "pronoun" else kind), False
        titled = next((place for place in range(2, len(phrase)) if self._titled(phrase, place)), None)
        if titled is not None:
            return "person", True
        if (2 <= len(phrase) <= 4 and phrase[0] in _SURNAMES) or re.fullmatch(
            r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})+", phrase
        ):
            return "person", True
        return "", False

    def _several(self, phrase: str, start: int) -> bool:
        """Whether a noun phrase names more than one: 学生们, 与会专家, 外长和防长 (not 外交与安全政策高级代表)."""
        if phrase.endswith("们") or "、" in phrase or _MANY.match(phrase):
            return True
        joins = (start + match.start() for match in re.finditer("(?<=.)[和与及](?=..)", phrase))
        return any(self._kind(start, join)[0] not in ("", "never") for join in joins)

    def _titled(self, phrase: str, place: int) -> bool:
        """Whether a title ends at `place` and the rest can be a name."""
        rest = phrase[place:]
        known = heads("zh", lexicon=self.lexicon)
        title = any(known.get(phrase[max(place - size, 0) : place]) == "title" for size in (2, 3, 4, 5))
        chinese = 2 <= len(rest) <= 4 and rest[0] in _SURNAMES
        foreign = re.fullmatch(r"[\u4e00-\u9fff]{2,8}(?:·[\u4e00-\u9fff]{1,10})*", rest)
        return title and (chinese or bool(foreign))

    def _conjoined(self, start: int, end: int) -> bool:
        people = [
            m for m in self.mentions if start <= m.start and m.end <= end and m.kind in ("person", "country")
        ]
        return len({m.kind for m in people[-2:]}) == 1 and any(
            re.search("[、和与及]", self.text[one.end : other.start])
            for one, other in pairwise(people)
            if one.kind == other.kind
        )

    def _phrase(self, start: int, end: int, fallback: bool = False) -> _Phrase | None:
        """The noun phrase at the left edge of the clause `start` to `end`, behind adverbials; None if there is none."""
        words = [word for word in self.words if start <= word[0] and word[1] <= end]
        written = [self.text[left:right] for left, right in words]
        first = 0
        # "谈到合作时他…", "在会见中阿西夫…": the subject stands behind the adverbial.
        for place in range(len(words) - 2, -1, -1):
            if written[place] in _LOCALISERS and not self._adverbial(written[place + 1 :]):
                opens = next((j for j in range(place) if self._opens(written[j])), None)
                if opens is not None and self._adverbial(written[:opens]):
                    first = place + 1
                    break
        while first < len(words) and (
            written[first] in _LEADING or _TIME.fullmatch(written[first]) or not written[first].strip()
        ):
            first += 1
        last = first
        while last < len(words):
            word = written[last]
            verb = word in _PREDICATES or (
                word in _verbs(lexicon=self.lexicon)[1] and word not in _NOUNS | {"报道", "评论", "声明"}
            )
            joined = (
                word in _COORDINATING and first < last < len(words) - 1 and self._joins(words, written, last)
            )
            if not joined and (
                self._stops(written, first, last) or (verb and last > first and "的" not in written[last:])
            ):
                break
            last += 1
        if last == first or (first < len(words) and written[first] in _PREDICATES and fallback):
            return None
        left, right = words[first][0], words[last - 1][1]
        text = self.text[left:right]
        left += len(text) - len(text.lstrip('有"“”「」 '))
        right -= len(text) - len(text.rstrip("“” "))
        if left >= right or right - left > 40:
            return None
        relative = re.match(r"(?P<clause>[^、]*)的(?=[^的]{2,}$)", self.text[left:right])
        if relative and _RELATIVE.search(relative["clause"]):
            left += relative.end()
        kind, named = self._kind(left, right)
        return _Phrase(left, right, kind, named)

    def _opens(self, word: str) -> bool:
        return word in _PREPOSITIONS or word in _PREDICATES or word in _verbs(lexicon=self.lexicon)[1]

    def _adverbial(self, written: list[str]) -> bool:
        return all(word in _ADVERBS or word in _LEADING or _TIME.fullmatch(word) for word in written)

    def _joins(self, words: list, written: list[str], place: int) -> bool:
        """Whether 和, 与, 同 join two speakers rather than open "with": what follows is a speaker up to the verb."""
        after = next(
            (j for j in range(place + 1, len(words)) if self._stops(written, place + 1, j)), len(words)
        )
        if after == place + 1:
            return False
        kind, _ = self._kind(words[place + 1][0], words[after - 1][1])
        return kind not in ("", "never") and (
            after == len(words)
            or written[after] in _ADVERBS
            or written[after] in ("在", "就", "对")
            or bool(_TIME.fullmatch(written[after]))
        )

    def _stops(self, written: list[str], first: int, place: int) -> bool:
        """Whether a word ends the noun phrase that began at `first`."""
        word = written[place]
        if word == "代表" and self._is_delegate(written, first, place):
            return False
        return word in _ADVERBS or word in _PREPOSITIONS or _TIME.fullmatch(word) is not None

    @staticmethod
    def _is_delegate(written: list[str], first: int, place: int) -> bool:
        """Whether 代表 is the noun (与会代表, 中方代表) and not "on behalf of"."""
        if place == first or place + 1 == len(written):
            return True
        following = written[place + 1]
        return following in _ADVERBS or following in _PREPOSITIONS or _TIME.fullmatch(following) is not None

    def _speaker(self, verb_start: int) -> tuple[_Phrase | None, bool]:
        """The speaker of a verb, and whether it was taken over from a clause before (an ellipsis)."""
        ends = _CLAUSE_END.finditer(self.text, 0, verb_start)
        edges = [0, *(match.end() for match in ends if not self._in_title(match.start()))]
        clause = edges[-1]
        # A quotation that ends before the verb is no part of its subject: “…”他说.
        closed = [end for _, end in self.quotes if clause < end <= verb_start and end - 1 > clause]
        if (
            closed
            and len(self.text[max(closed) : verb_start].strip()) > 1
            and any(e - s > 12 for s, e in self.quotes if e == max(closed))
        ):
            clause = max(closed)
        phrase = self._phrase(clause, verb_start)
        if phrase:
            return phrase, False
        for start, end in zip(reversed(edges[:-1]), reversed(edges[1:]), strict=True):
            before = self._phrase(start, end - 1, fallback=True)
            if before and before.kind not in ("", "never") and not inside(before.start, self.quotes):
                return before, True
        return None, True

    def _in_title(self, place: int) -> bool:
        opened = self.text.rfind("《", 0, place)
        return opened >= 0 and self.text.find("》", opened) > place

    # --- Events ---------------------------------------------------------------------------------------------------

    def label(self) -> Event | None:
        """`speaker:` at the head of the sentence."""
        match = _LABEL.match(self.text)
        if not match or inside(match.end("name"), self.quotes):
            return None
        start, end = match.span("name")
        kind, named = self._kind(start, end)
        words = {self.text[left:right] for left, right in self.words if start <= left and right <= end}
        # 主题:… and 他说:… are no labels; 记者:…, 发言人张某:… and 外交部:… are.
        speaks = kind in ("person", "collective") or (kind == "office" and self._office(start, end))
        if (
            not speaks
            or words & (_verbs(lexicon=self.lexicon)[1].keys() - _ROLES)
            or (not named and words & {"的", "是", "在"})
        ):
            return None
        return Event(match.end() - 1, match.end(), "", (start, end), kind, "direct")

    def _office(self, start: int, end: int) -> bool:
        return any(
            m.start >= start and m.end == end and m.kind in ("organisation", "country") for m in self.mentions
        )

    def sources(self) -> list[Event]:
        """Where the outlet has it from: 据…消息, 从…获悉, …消息显示."""
        found = [event for match in _ACCORDING.finditer(self.text) if (event := self._according(match))]
        found += [self._learned(match) for match in _LEARNED.finditer(self.text)]
        for match in _SHOWN.finditer(self.text):
            start, end = self._trim(*match.span("who"))
            kind, _ = self._kind(start, end) if start < end else ("", False)
            if kind in ("office", "medium", "person", "collective") and not any(
                e.start < match.start("verb") and e.speaker and e.speaker[0] >= match.start() for e in found
            ):
                found.append(Event(*match.span("verb"), match["verb"], (start, end), kind, "source"))
        return found

    def _according(self, match: re.Match) -> Event | None:
        if match["bare"]:
            who = match.span("bare") if match["bare"] in ("报道", "报导") else None
            return Event(*match.span("verb"), "据", who, "medium" if who else "", "source")
        if _NO_SOURCE.search(match["who"]) and not match["kind"]:
            return None
        phrase = self._trim(*match.span("who"))
        kind, _ = self._kind(*phrase)
        if kind in ("", "never"):
            if match["kind"] not in _TELLING:
                return None
            kind = "medium"
        return Event(*match.span("verb"), "据", phrase, kind, "source")

    def _learned(self, match: re.Match) -> Event:
        phrase = self._trim(*match.span("who"))
        kind, _ = self._kind(*phrase)
        kind = "office" if kind in ("", "never") else kind
        return Event(*match.span("verb"), match["verb"], phrase, kind, "source")

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Without adverbials of time at either edge."""
        words = [word for word in self.words if start <= word[0] and word[1] <= end]
        while words and (
            _TIME.fullmatch(self.text[slice(*words[0])]) or self.text[slice(*words[0])] in _LEADING
        ):
            words.pop(0)
        while words and (
            _TIME.fullmatch(self.text[slice(*words[-1])])
            or self.text[slice(*words[-1])] in _ADVERBS
            or self.text[slice(*words[-1])] in ("发布", "公布", "提供", "的", "最新")
        ):
            words.pop()
        return (words[0][0], words[-1][1]) if words else (start, end)

    def reports(self, taken: list[tuple[int, int]]) -> list[Event]:
        """The events of the verbs of the table outside the spans `taken`, in order."""
        pattern, about, unless = _verbs(lexicon=self.lexicon)
        found: list[Event] = []
        place = 0
        while match := pattern.search(self.text, place):
            place = match.end()
            verb, (start, end) = match.group(), match.span()
            if (
                inside(start, self.quotes)
                or self._in_title(start)
                or any(s < end and start < e for s, e in taken)
            ):
                continue
            if not self._is_word(start, end) or self._excluded(verb, start, unless[verb]):
                continue
            complement = about[verb]
            particle = (
                _PARTICLE.match(self.text, end)
                if verb not in ("说", "称", "讲", "道", "指出", "表示", "说道", "写道")
                else None
            )
            if (
                particle
                and self._is_word(start, particle.end())
                and not self._excluded(particle.group(), particle.start(), unless.get(particle.group(), ()))
            ):
                end, complement = particle.end(), "clause"
                place = end
            if event := self._report(start, end, verb, complement, found):
                found.append(event)
                if event.form != "paraphrase" and complement != "topic":
                    self.open.add(event.start)
        return found

    def _is_word(self, start: int, end: int) -> bool:
        """Whether the slice is a word, words, or a word with an adverb grown to it (一致认为, 时说)."""
        for left, right in self.words:
            if left < end and start < right and not (start <= left and right <= end):
                before, after = self.text[left : max(start, left)], self.text[min(end, right) : right]
                if (before and before not in _ADVERBS and before not in _LEADING) or after not in (
                    "",
                    "到",
                    "出",
                    "了",
                ):
                    return False
        return True

    def _excluded(self, verb: str, start: int, contexts: tuple[str, ...]) -> bool:
        for context in contexts:
            place = context.find(verb)
            while place >= 0:
                if start >= place and self.text.startswith(context, start - place):
                    return True
                place = context.find(verb, place + 1)
            if verb not in context and self.text.endswith(context, 0, start):
                return True
        if verb in _NOUNS and re.search(
            "[点项条个份次些大]$|(?:提出|作出|做出|发出|响应|根据|按照|接受|听取|达到|落实|符合|发表|发布|基于)[^,，。时中后上]{0,4}$|有关$",
            self.text[:start],
        ):
            return True
        before = next((self.text[left:right] for left, right in self.words if right == start), "")
        return before in ("的", "所", "该", "此", "没", "未", "不") or self.text.startswith(
            "的", start + len(verb)
        )

    def _report(self, start: int, end: int, verb: str, complement: str, earlier: list[Event]) -> Event | None:
        before, rest = self.text[:start], self.text[end:]
        outer = next((event for event in reversed(earlier) if event.start in self.open), None)
        phrase, elliptic = self._speaker(start)
        edge = phrase.start if phrase and not elliptic else start
        quote_before = any(self._ends_before(span, edge) for span in self.quotes)
        has_content = bool(rest.lstrip("了着过").strip("。.!！”」 "))
        if phrase is None or re.match(r"[、和及]", rest) or not (has_content or quote_before):
            return None
        if phrase.kind == "never" and not _MEETINGS.search(self.text[phrase.start : phrase.end]):
            return None
        again = bool(_AGAIN.search(before))
        if elliptic and earlier:
            # Inside the words of somebody a verb without subject is theirs, unless 并, 还 takes the speaker up again.
            if outer and not again:
                return None
            same = outer or earlier[-1]
            form = self._form(end, verb, complement, same.kind, False)
            return Event(start, end, self.text[start:end], same.speaker, same.kind, form)
        together = bool(re.search("(?:一致|共同|均|都)$", before))
        if elliptic and verb in _WISHES and not again and not together:
            # Without an earlier event, a wish at the head of a later clause is the outlet's sentence going on.
            return None
        if self._cannot_report(phrase, end, verb, complement):
            return None
        words = self.text[phrase.start : phrase.end]
        if (
            verb in _COURTESIES
            and re.fullmatch("[中双各巴印俄美日哈吉]方", words)
            and not (elliptic or together)
        ):
            # 中方希望…, 双方欢迎…: content of a statement, not a statement.
            return None
        nested = bool(outer) and not self._sequel(outer, start, phrase)
        if nested and not (phrase.named or phrase.kind in ("medium", "document")):
            return None
        kind = phrase.kind or "person"
        if _MEETINGS.search(words) and not self._marked(end):
            kind = "institution"  # only read where institutions are asked for
        form = self._form(end, verb, complement, kind, quote_before)
        return Event(start, end, self.text[start:end], (phrase.start, phrase.end), kind, form, nested)

    def _cannot_report(self, phrase: _Phrase, end: int, verb: str, complement: str) -> bool:
        """Whether a noun phrase cannot be the speaker of a verb that ends at `end`."""
        words = self.text[phrase.start : phrase.end]
        marked = self._marked(end)
        weak = verb not in _STRONG
        unknown = phrase.kind == ""
        return bool(
            (unknown and (weak or not (marked or verb == "说") or len(words) > 12))
            or (verb == "报道" and phrase.kind not in ("medium", "office"))
            or (verb == "注意到" and phrase.kind == "office")
            or (weak and not marked and phrase.kind == "document" and complement == "topic")
            or (_MEETINGS.search(words) and not marked and not self.institutions)
            or re.search("(?:我|我方|我们|咱们|你|您|你们|自己|本人)$", words)
        )

    def _marked(self, end: int) -> bool:
        """Whether a comma, a colon or a quotation follows a verb: what was said begins there."""
        return bool(re.match(r"[,，:：]|[“「『\"]", self.text[end:]))

    def _sequel(self, outer: Event, start: int, phrase: _Phrase) -> bool:
        """Whether a new speaker follows, not a report inside a report: behind a semicolon, or a pronoun taking up
        again."""
        between = self.text[outer.end : start]
        words = self.text[phrase.start : phrase.end]
        return bool(re.search("[;；。]", between)) or words in ("他", "她", "他们", "她们")

    def _ends_before(self, span: tuple[int, int], place: int) -> bool:
        start, end = span
        between = self.text[end:place].strip(" ,，。!！?？…")
        return (
            0 < end <= place
            and not between
            and end - start > 3
            and bool(re.search(r"[,，。!！?？…]", self.text[end - 2 : end + 1]) or end - start > 14)
        )

    def _form(self, end: int, verb: str, complement: str, kind: str, quote_before: bool) -> str:
        rest = self.text[end:]
        if quote_before or self._opens_quotation(end):
            return "direct"
        if kind == "collective":
            return "collective"
        if (verb == "评价" and complement == "clause") or re.match(r"[了过]?[,，]", rest):
            return "indirect"
        return "indirect" if self._gives_a_clause(verb, complement, rest) else "paraphrase"

    def _opens_quotation(self, end: int) -> bool:
        opens = _QUOTE_OPENS.match(self.text, end)
        return bool(opens) and any(span[0] == opens.end() and self._is_whole(span) for span in self.quotes)

    @staticmethod
    def _gives_a_clause(verb: str, complement: str, rest: str) -> bool:
        """Whether what follows is what was said, rather than what it was about."""
        clause = bool(_MODAL_SUBJECT.match(rest))
        if complement == "topic":
            return False
        if complement == "light":
            return not _ACT.match(rest)
        if complement == "clause":
            return clause or verb not in _CONFIRMING
        if verb in _TOPICAL or re.match(r"[^。]{0,24}[:：]$", rest.rstrip()):
            return rest.startswith((":", "："))
        if verb == "强调":
            return clause or not _TOPIC_END.search(re.split("[,，]", rest, maxsplit=1)[0])
        return verb in ("希望", "期待") or (clause and verb not in _DIRECTING)

    def _is_whole(self, quote: tuple[int, int]) -> bool:
        """Whether a quotation behind the verb is what was said, not a name or a phrase in quotation marks."""
        start, end = quote
        following = self.text[end:].lstrip()
        within = self.text[start + 1 : end - 1]
        if re.search(r"[。!！?？…]$", within) or (
            re.search(r"[,，。;；]", within) and (not following or following[0] in ",，。;；")
        ):
            return True
        return not following.strip("。!！ ") and bool(within)
