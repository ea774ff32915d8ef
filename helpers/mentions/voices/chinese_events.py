"""Reporting events in a Chinese sentence: the verb, its subject and its complement.

Rules instead of a parser: the reviewed verbs are found among the words of jieba. The speaker is at the left edge of the
clause, behind adverbials of time and place; if the clause has no subject, at the left edge of an earlier clause.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from types import SimpleNamespace

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.mentions.actors import PLACES, Mention
from helpers.mentions.voices.cue_words import Cue, Event, Phrase, ReadSentence, inside, read_tables
from helpers.texts.engines import AMOUNTS
from helpers.texts.tokens import cut

# In characters: the search right before or after a verb, the longest clause read, the shortest clause before a report,
# the longest subject. `_FEW` is the number of earlier sources or words searched.
_NEAR, _FAR, _SHORTEST, _LONGEST, _FEW, _FIRST = 40, 400, 4, 80, 8, 3
_MARKS = '"“”「」『』 '
# A verb behind a title that makes it a source (《报告》显示), as in the row `shown` of voice_expressions.csv.
_BOOK_SHOWS = ("》显示", "》明确", "》规定", "》表明", "》发现")
# Words right before a verb that make it a noun (认同及肯定), part of an adverbial (在通报中说), or an attribute.
_JOINING, _GOVERNING, _OF_A_NOUN = ("及", "和", "与", "以及", "、"), ("在", "于"), ("的", "所", "该", "此")


@per_lexicon
def _known(*, lexicon: Lexicon) -> SimpleNamespace:
    """Return the tables, with `cues` (finds verbs), `opens` (words that open an adverbial), `roles` (of each word)."""
    known = read_tables("zh", lexicon=lexicon)
    known.cues = re.compile(patterns.literals(known.verbs))
    known.behind_a_title = re.compile(patterns.literals(known.titles) + r"(?=([一-鿿]{2,4}))")
    known.opens = known.words["preposition"] | known.words["predicate"] | known.verbs.keys()
    known.no_title = known.opens | {"的"}
    known.media = tuple(head for head, kind in known.heads.items() if kind == "medium")
    known.before = (*_JOINING, *_GOVERNING, *_OF_A_NOUN, *known.words["denying"])
    known.roles = {
        word: {role for role in known.words if word in known.words[role]} for word in set().union(*known.words.values())
    }
    return known


class ChineseSentence(ReadSentence):
    """A Chinese sentence in normal form, with its reporting events and actors."""

    language, script = "zh", "Hans"

    def __init__(self, text: str, institutions: bool = False, *, lexicon: Lexicon | None = None):
        super().__init__(text, _known(lexicon=lexicon), institutions, lexicon)
        self.behind_quotation = False  # the sentence before ends in a quotation, perhaps this one's
        self.outer: Event | None = None  # the last event whose content clause may continue
        self.cut: dict[int, list[tuple[int, int]]] = {}
        self.before: list[Phrase | None] = [None]  # the last speaker before each clause
        self.known_names: frozenset[str] = frozenset()  # two to four characters behind a title in the article

    @cached_property
    def titles(self) -> list[tuple[int, int]]:
        """Spans of titles and of asides in brackets."""
        return [match.span() for match in self.known.book.finditer(self.text)]

    @cached_property
    def edges(self) -> list[int]:
        """Starts of the clauses; the first is behind a dateline."""
        ends = (match for match in self.known.clause_end.finditer(self.text) if not inside(match.start(), self.titles))
        return [self.head, *(match.end() for match in ends if match.end() > self.head)]

    @cached_property
    def head(self) -> int:
        """Start of the sentence, behind a dateline."""
        dateline = self.known.dateline.match(self.text)
        return dateline.end() if dateline else 0

    @cached_property
    def blocks(self) -> list[int]:
        """Starts of the stretches between marks. No word crosses a mark, so each stretch is segmented on demand."""
        return [0, *(match.end() for match in self.known.mark.finditer(self.text) if match.end() < len(self.text))]

    def _words_of_block(self, number: int) -> list[tuple[int, int]]:
        """Return the words of a stretch by jieba without its HMM, each actor's name as one word."""
        if number not in self.cut:
            begin, *rest = self.blocks[number : number + 2]
            stop = rest[0] if rest else len(self.text)
            named = [(one.start, one.end) for one in self.named(begin, stop)]
            named += [(one[0], two[1]) for one, two in pairwise(named) if one[1] == two[0] == two[1] - 1]  # 中俄
            names = [name for name in named if name[1] - name[0] > 1]
            names += [said.span() for said in self.known.said.finditer(self.text, begin, stop)]  # 推特|写道
            spans = cut(self.text[begin:stop], "Hans", hmm=False, lexicon=self.lexicon)
            edges = {begin + edge for span in spans for edge in span} | {edge for name in names for edge in name}
            edges -= {place for start, end in names for place in range(start + 1, end)}
            words: list[tuple[int, int]] = []
            for start, end in pairwise(sorted(edges)):
                if self.text[start:end].isspace():
                    continue
                # 一名 (a) is one determiner here, but two words in word counts.
                one = bool(words) and self.text[words[-1][0] : end] in AMOUNTS
                words.append((words.pop()[0] if one else start, end))
                if self._grown_to_a_name(words):
                    words[-1:] = [(start, end - 1), (end - 1, end)]
            self.cut[number] = words
        return self.cut[number]

    def _grown_to_a_name(self, words: list[tuple[int, int]]) -> bool:
        """Whether the last word joins the end of a name and 说: 林|在|明说."""
        start, end = words[-1]
        if end - start != 2 or self.text[end - 1] != "说" or self.in_context(self.known.verbs["说"], end - 1, end):
            return False
        written = [*(self.text[left:right] for left, right in words[:-1]), self.text[start]]
        first = next((place for place in range(len(written)) if not self._leads(written, place)), 0)
        return self._in_name(written, first, len(written) - 1)

    def _words_around(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the words that overlap the slice."""
        first, last = bisect_right(self.blocks, start) - 1, bisect_left(self.blocks, end)
        found: list[tuple[int, int]] = []
        for number in range(first, last):
            words = self._words_of_block(number)
            begin = max(bisect_left(words, (start + 1,)) - 1, 0)
            found += (word for word in words[begin : bisect_left(words, (end,), begin)] if word[1] > start)
        return found

    def _words_between(self, start: int, end: int) -> list[tuple[int, int]]:
        return [word for word in self._words_around(start, end) if start <= word[0] and word[1] <= end]

    # --- Speakers -------------------------------------------------------------------------------------------------

    def kind_of(self, start: int, end: int) -> tuple[str, bool]:
        """Return the kind of speaker of a noun phrase, and whether it is a named person."""
        phrase, known = self.text[start:end], self.heads
        book = self.known.book_last.fullmatch(phrase)
        medium = book and (
            self.known.title_of_a_medium.search(book["title"]) or known.get(book["title"][-3:]) == "medium"
        )
        if medium or (book and book["before"][-1:] in ("", "的")):  # 教育部印发的《意见》
            return "medium" if medium else "document", False
        if last := self.named_last(start, end):
            named = last.kind == "person" or self._in_no_dictionary(start, last.start)  # 雷蒙多部长
            return self._kind_by_actor(last, start, end), named
        bare = phrase.removesuffix("们")
        kind = next((known[bare[place:]] for place in range(len(bare)) if bare[place:] in known), "")
        if (phrase[2:] == "方" and phrase in self.known_names) or self.known.titled_name.search(phrase):
            return "person", True  # 发言人孙立方
        if kind == "title" and self.known.inner_pronoun.search(phrase):
            return "", False  # 支持他出任首相
        if kind == "title":
            named = any(mention.kind == "person" for mention in self.named(start, end))
            named = named or phrase[:3] in self.known_names  # 吴玉华副院长
            return ("collective" if self._several(phrase, start) else "person"), named
        if kind == "pronoun":  # 让其 is a clause
            kind = "" if bare not in known else "collective" if phrase.endswith("们") else "person"
        if kind:
            return kind, False
        if self._is_role(start, end):
            return "person", False
        surnames = self.words["surname"]
        longest = 4 if phrase[:2] in surnames else 3
        named = 2 <= len(phrase) <= longest and phrase[0] in surnames and "的" not in phrase
        named = named and phrase[-1] not in "市县省区乡镇村州"
        named = named or phrase in surnames or self.known.joined_name.search(phrase)
        if (
            named
            or self._in_no_dictionary(start + phrase.rfind("的") + 1, end)
            or self._familiar(start, end)
            or any(self._titled(phrase, place, start) for place in range(2, len(phrase)))
            or (phrase in self.known_names and (start, end) not in self._words_between(start, end))
        ):
            return "person", True
        return "", False

    def _kind_by_actor(self, actor: Mention, start: int, end: int) -> str:
        """Return the kind of speaker from the actor at the end of a phrase."""
        phrase = self.text[start:end]
        if actor.kind in ("organisation", "locality"):
            return "medium" if any(self.heads.get(phrase[-size:]) == "medium" for size in (1, 2, 3)) else "office"
        if actor.kind == "group":
            return "medium" if phrase.endswith(("媒", "媒体")) else "collective"
        one = "office" if actor.kind in PLACES else "person"
        return "collective" if self._several(phrase, start) else one

    def _in_no_dictionary(self, start: int, end: int) -> bool:
        """Whether a noun phrase is three to six characters, each its own word: 朔|尔|茨 is a name."""
        if not 3 <= end - start <= 6 or not self.known.han.fullmatch(self.text, start, end):
            return False
        written = [self.text[left:right] for left, right in self._words_between(start, end)]
        roles = ("adverb", "leading", "predicate", "preposition", "localiser", "denying")
        return len(written) == end - start and not any(
            self.heads.get(word, "never") != "never" or self._plays(word, *roles) for word in written
        )

    def _is_role(self, start: int, end: int) -> bool:
        """Whether a noun phrase ends in a word for who does a work: 护林员, 扳道|工."""
        words = self._words_between(max(end - _FEW, start), end)
        return bool(self.known.role_word.search(" ".join(self.text[slice(*word)] for word in words)))

    def _familiar(self, start: int, end: int) -> bool:
        """Whether a noun phrase ends in 林某, 老周 or 小安; 小说 (novel) is a dictionary word and does not count."""
        found = self.known.familiar.search(self.text[start:end])
        return bool(found) and (not found["name"] or (end - 2, end) not in self._words_between(end - 2, end))

    def _several(self, phrase: str, start: int) -> bool:
        """Whether a noun phrase names several speakers: 学生们, 与会专家, 外长和防长 (not 外交与安全政策高级代表)."""
        *roles, last = phrase.split("、")
        one = all(self.heads.get(role[-2:]) == "title" for role in roles) and self.heads.get(last[-2:]) != "title"
        if (
            len(self.named(start, start + 2)) > 1
            or phrase.endswith("们")
            or (roles and not one)  # 委员、部长王毅 is one
            or self.known.many.match(phrase)
        ):
            return True
        joins = (start + match.start() for match in re.finditer("(?<=.)[和与及](?=..)", phrase))
        return any(self.kind_of(start, join)[0] not in ("", "never") for join in joins)

    def _titled(self, phrase: str, place: int, start: int) -> bool:
        """Whether a title ends at `place` and the rest can be a name."""
        rest, surnames = phrase[place:].lstrip("”」』 "), self.words["surname"]
        title = any(self.heads.get(phrase[max(place - size, 0) : place]) == "title" for size in (2, 3, 4, 5))
        chinese = 2 <= len(rest) <= (4 if rest[:2] in surnames else 3) and not surnames.isdisjoint((rest[0], rest[:2]))
        role = phrase[place - 1] in self.words["ends a role"]
        if not title or chinese:
            foreign = "·" in rest and self.known.foreign_name.fullmatch(rest)
            return bool((title and chinese) or (role and (chinese or foreign)))
        spans = self._words_between(start + place, start + len(phrase))
        sizes = [right - left for left, right in spans]
        if any(right - left > 1 and self._plays(self.text[left:right], "predicate") for left, right in spans):
            return False  # 女子|进店
        # A Chinese name and one more word: 裴|逸群|显得
        name = 2 if sizes[1:2] == [2] else 3 if sizes[1:3] == [1, 1] else len(sizes)
        more = rest[:1] in surnames and sizes[:1] == [1] and max(sizes[name:], default=1) > 1
        foreign = self.known.foreign_name.fullmatch(rest) and not re.search("[的了我你他她]|一事$", rest)
        return bool(foreign) and not more and sum(size > 1 for size in sizes) < _FIRST

    def _phrase(self, start: int, end: int, fallback: bool = False) -> Phrase | None:
        """Return the noun phrase at the left edge of a clause, behind adverbials; None if not found."""
        words = self._words_between(start, end)
        written = [self.text[left:right] for left, right in words]
        first = self._first(written)
        denied = (
            self._plays(word, "denying") and not self._in_name(written, first, j) for j, word in enumerate(written)
        )
        if fallback and (not_done := next((j for j, no in enumerate(denied) if no and j > first), 0)):
            words, written = words[:not_done], written[:not_done]  # 潘某不接纳结果,认为
        last = self._whole(words, written, first, self._behind(words, written, first))
        acts = first < len(words) and self._plays(written[first], "predicate") and written[first] not in self.heads
        if last == first or (acts and (fallback or "的" not in written[first:last])):
            return None
        if written[last - 1].endswith("地") and self.known.manner.fullmatch("".join(written[first:last])):
            return None  # 坦率地说
        left, right = words[first][0], words[last - 1][1]
        text = self.text[left:right]
        left += len(text) - len(text.lstrip('"“”「」 ' if text.startswith("有人") else '有"“”「」 '))
        right -= len(text) - len(text[: self.known.behind_a_name.search(text).start()].rstrip("、"))
        if written[first] in self.words["first person"]:
            return Phrase(left, right, "never", False)
        if left >= right or right - left > _LONGEST:
            return None
        relative = re.match(r"(?P<clause>[^、]*)的(?=[^的]{2,}$)", self.text[left:right])
        if relative and self.known.attending.search(relative["clause"]):
            left += relative.end()
        kind, named = self.kind_of(left, right)
        if named and (byname := re.match("[^「“]*[」”]", self.text[left:right])):  # “圆点女王”草间弥生
            left += byname.end()
        if not kind and "的" in written[last:]:
            # 住在附近的渔民: the speaker follows a relative clause.
            behind = self._phrase(words[len(written) - 1 - written[::-1].index("的")][1], end, fallback)
            if behind and behind.speaks:
                return behind
        if not kind and last - first > 1 and not acts:
            # A verb in no table may follow a name: 林某点头并表示, 他脸色涨红说. Not behind one: 富有诗人气质的黄某.
            for place in range(last - 2, max(first, last - _FEW) - 1, -1):
                known = self.kind_of(left, words[place][1])
                if known[0] == "person" or (last - place > 2 and written[place] in ("他", "她")):
                    if written[place + 1] == "的":
                        break  # 林某的徒弟小安
                    return Phrase(left, words[place][1], *known)
        return Phrase(left, right, kind, named)

    def subject(self) -> Phrase | None:
        """Return the subject of the sentence, if a person."""
        clauses = pairwise([*self.edges[:_FIRST], len(self.text) + 1][: _FIRST + 1])
        found = filter(None, (self._phrase(start, end - 1) for start, end in clauses))
        return next((one for one in found if one.kind == "person" and "了" not in self.text[slice(*one[:2])]), None)

    def _first(self, written: list[str]) -> int:
        """Return the first word behind adverbials, or behind their localiser ("谈到合作时他…", "在会见中阿西夫…")."""
        first = 0
        for place in range(len(written) - 2, -1, -1):
            localiser = written[place] in self.words["localiser"] and not self._in_name(written, first, place)
            if localiser and not self._adverbial(written[place + 1 :]):
                opens = next((j for j in range(place) if written[j] in self.known.opens), None)
                if opens is not None and self._adverbial(written[:opens]):
                    first = place + 1
                    break
        while first < len(written) and (self._leads(written, first) or not written[first].strip(_MARKS)):
            first += 1
        return first

    def _behind(self, words: list[tuple[int, int]], written: list[str], first: int) -> int:
        """Return the end of the noun phrase from word `first`: before a predicate or a reporting verb, not a noun."""
        closed = written[-1:] in ([")"], ["）"])
        aside = next((j for j in range(first, len(words)) if closed and written[j] in "(（"), len(words))
        during = words and "时" in (written[-1], self.text[words[-1][1] : words[-1][1] + 1])  # 回应提问时
        given_out = (j for j in range(len(words) - 2, first, -1) if self._plays(written[j], "published"))
        document = next((j + 1 for j in given_out if written[j + 1] == "的" != written[j]), first)
        for place in range(document, len(words)):
            word = written[place]
            if place >= aside:
                break  # 徐某(台中第三选区)
            joins = first < place < len(words) - 1 and self._plays(word, "joining")
            if joins and self._joins(words, written, place):
                continue
            noun = self._plays(word, "also noun") and written[place + 1 : place + 2] != ["并"] and not during
            verb = (word in self.known.verbs and not noun) or self._plays(word, "predicate")
            relative = "的" in written[place:] and written[-1] != "后"  # 听取了某人的汇报后
            if (verb and place > first and not relative) or self._stops(words, written, first, place):
                return place
        return len(words)

    def _whole(self, words: list[tuple[int, int]], written: list[str], first: int, last: int) -> int:
        """Return the end of a title and a name behind `last`: 业主|会|会长佘庆云, where 会 is no adverb; else `last`."""
        names = (
            j for j in range(len(words), last, -1) if not self._adverb_or_time(written[j - 1].strip(_MARKS) or "也")
        )
        end = next(names, last)
        if last == first or end == last or not self.known.no_title.isdisjoint(written[last:end]):
            return last
        phrase = self.text[words[first][0] : words[end - 1][1]]
        begin = words[last][0] - words[first][0] + 1
        titled = (self._titled(phrase, place, words[first][0]) for place in range(begin, len(phrase) - 1))
        return end if any(titled) else last

    def _is_time(self, written: list[str], place: int) -> bool:
        """Whether a word, alone or with the next one (本周|日), is a time; 72 in 72岁 (aged 72) is not."""
        word, behind = written[place], "".join(written[place + 1 : place + 2])
        timed = self.known.time.fullmatch(word) or self.known.time.fullmatch(word + behind)
        return not behind.startswith(("岁", "名", "位", "个", "成", "报")) and timed is not None

    def _plays(self, word: str, *roles: str) -> bool:
        """Whether a word has one of these roles in the tables."""
        return word in self.known.roles and not self.known.roles[word].isdisjoint(roles)

    def _leads(self, written: list[str], place: int) -> bool:
        return self._plays(written[place], "leading") or self._is_time(written, place)

    def _adverbial(self, written: list[str]) -> bool:
        return all(self._plays(word, "adverb", "leading") or self.known.time.fullmatch(word) for word in written)

    def _joins(self, words: list, written: list[str], place: int) -> bool:
        """Whether 和, 与, 同 join two speakers, with a speaker up to the verb, and do not mean "with" (与妻子商量后说)."""
        if self._plays(written[-1], "localiser") and self.words["preposition"].isdisjoint(written[place + 1 :]):
            return False
        behind = range(place + 1, len(words))
        ends = (self._plays(written[j], "predicate") or self._stops(words, written, place + 1, j) for j in behind)
        after = next((j for j, end in zip(behind, ends, strict=True) if end), len(words))
        if written[place] in ("同", "与", "跟") and self._plays("".join(written[after : after + 1]), "together"):
            return False  # 外长同防长通电话,强调: one speaks
        return after > place + 1 and self.kind_of(words[place + 1][0], words[after - 1][1])[0] not in ("", "never")

    def _adverb_or_time(self, word: str) -> bool:
        return self._plays(word, "adverb") or self.known.time.fullmatch(word) is not None

    def _stops(self, words: list, written: list[str], first: int, place: int) -> bool:
        """Whether a word ends the noun phrase that began at `first`."""
        word = written[place]
        # 斩钉截铁|地|说, but not 北京|地|检|署
        manner = written[place + 1 : place + 2] == ["地"] and self._ends_an_adverbial(written, place + 1)
        manner = manner or self._is_manner(words, written, first, place)
        if not manner and not self._plays(word, "adverb", "preposition") and not self._is_time(written, place):
            return False
        pairs = map("".join, pairwise(written[max(place - 1, first) : place + 2]))
        titled = any(self.heads.get(pair) == "title" for pair in pairs)  # 高级|代表, 拿|督
        delegate = titled or (word == "代表" and self._is_delegate(written, first, place))
        return not delegate and not self._in_name(written, first, place)

    def _is_manner(self, words: list, written: list[str], first: int, place: int) -> bool:
        """Whether a word is an adverbial of manner behind a speaker: 馆长|慢慢|说, 老人|颤抖地|对记者说 (not 孩子|妈妈)."""
        if place == first or not self.known.manner.fullmatch(written[place]) or written[place] in self.heads:
            return False
        if not self._ends_an_adverbial(written, place):
            return False
        return self.kind_of(words[first][0], words[place - 1][1])[0] not in ("", "never")

    def _ends_an_adverbial(self, written: list[str], place: int) -> bool:
        """Whether the verb, an adverb or a preposition follows a word."""
        behind = written[place + 1 :]
        return not behind or self._plays(behind[0], "adverb", "preposition", "predicate")

    def _in_name(self, written: list[str], first: int, place: int) -> bool:
        """Whether a word is in a name that starts a phrase or follows a title: 于|某, 张|在|某, 陈|时|中, 主任|曾|芳|苑."""
        begins = (back for back in range(max(first, place - 2), place + 1) if written[back] in self.words["surname"])
        heads = (back for back in begins if back == first or self.heads.get(written[back - 1]) == "title")
        return any(self._name_ends(written, back) > place for back in heads)

    def _name_ends(self, written: list[str], start: int) -> int:
        """Return the word index where the name with its family name at `start` ends, or `start` if it is not a name.
        One or two characters follow the family name, then a predicate, an adverb, a time, a bracket or the end."""
        adverbs, taken = self.words["adverb"] - self.words["localiser"], self.words["not given"] | self.heads.keys()
        known = self.words["predicate"] | self.words["localiser"] | self.known.verbs.keys() | adverbs | taken
        for end in (start + 3, start + 2):
            given, behind = written[start + 1 : end], "".join(written[end : end + 1])
            word = given[0] if len(given) == 1 else ""
            single = len(given) == end - start - 1 and all(len(one) == 1 for one in given) and taken.isdisjoint(given)
            pair = len(word) == 2 and word not in known and not self._plays(written[start], "preposition")
            ends = not behind or behind[0] in "（(" or behind in self.words["predicate"] or self._adverb_or_time(behind)
            if not ends or not given or self._plays(given[-1], "preposition") or self._plays(behind, "localiser"):
                continue
            if pair or (single and given[-1] not in adverbs):
                return end
        return start

    def _is_delegate(self, written: list[str], first: int, place: int) -> bool:
        """Whether 代表 is the noun (与会代表, 中方代表, 常驻联合国代表) and not "on behalf of"."""
        sent = written[place - 1] == "的" or any(word.startswith(("驻", "常驻")) for word in written[first:place])
        behind = written[place + 1 : place + 2]
        return sent or behind in ([], ["、"], ["兼"]) or self._plays(behind[0], "adverb", "preposition", "predicate")

    def _held(self, number: int) -> Phrase | None:
        """Return the nearest speaker at the left edge of a clause before clause `number`."""
        while len(self.before) <= number:
            start, end = self.edges[len(self.before) - 1 : len(self.before) + 1]
            found = self._phrase(start, end - 1, fallback=True) if end - start < _FAR else None
            speaks = found and found.speaks and not inside(found.start, self.quotes)
            self.before.append(found if speaks else self.before[-1])
        return self.before[number]

    # --- Events ---------------------------------------------------------------------------------------------------

    def kind_of_label(self, start: int, end: int) -> str:
        kind, named = self.kind_of(start, end)
        words = {self.text[left:right] for left, right in self._words_between(start, end)}
        # 记者:…, 发言人张某:… and 外交部:… are labels; 主题:… and 他说:… are not.
        speaks = kind in ("person", "collective") or (kind == "office" and self.named_last(start, end))
        asks = kind == "medium" and self.known.asks.search(self.text, end + 1)
        roles = frozenset() if self.opens_quotation(end + 1) else self.words["also role"]
        verbs = words & (self.known.verbs.keys() - roles) or any(word.endswith(("所说", "称")) for word in words)
        said_of = words & {"的", "是", "在"} and not named
        return kind if (speaks or asks) and not verbs and not said_of else ""

    @cached_property
    def sources(self) -> list[Event]:
        """Events that name the source of the outlet: 据…消息, 从…获悉, …消息显示."""
        found = []
        if "据" in self.text:
            found = [event for match in self.known.according.finditer(self.text) if (event := self._according(match))]
        if any(word in self.text for word in ("看来", "的话", "正如", "诚如")):
            matches = list(self.known.seen_by.finditer(self.text))
            # "As the president said" may be a set phrase; "as Li Ming said" names a source.
            seen = [self._source(match) for match in matches if not match["as"] or match["who"] not in self.heads]
            found += [event for event in seen if event.kind in ("person", "office", "collective", "medium")]
        if any(map(self.text.__contains__, self.words["learned"])):
            found += [self._source(match, "office") for match in self.known.learned.finditer(self.text)]
        speakers = [(event.start, event.speaker[0]) for event in found if event.speaker]
        may_show = any(map(self.text.__contains__, (*_BOOK_SHOWS, *self.words["shown"])))
        shown = self.known.shown.finditer(self.text) if may_show else ()
        for match in shown:
            event = self._source(match)
            told = any(verb < event.start and speaker >= match.start() for verb, speaker in speakers[-_FEW:])
            if event.kind == "" and not self.known.agentless.match(match["who"]):
                event = event._replace(speaker=(event.speaker[0], event.start), kind="document")  # 水下摄像头记录
            if event.kind in ("office", "medium", "person", "collective", "document") and not told:
                found.append(event)
                speakers.append((event.start, event.speaker[0]))
        return found

    def _according(self, match: re.Match) -> Event | None:
        if match["bare"]:
            who = match.span("bare") if match["bare"] in ("报道", "报导") else None
            return Event(*match.span("verb"), match["verb"], who, "medium" if who else "", "source")
        if match["who"].startswith(tuple("我你您")):
            return None
        kinds = {"telling": "medium", "news": "document", "finding": "office"}
        otherwise = next((kinds[role] for role in kinds if match["kind"] in self.words[role]), "")
        event, news = self._source(match, otherwise), otherwise in ("document", "office")
        # 根据协议, 根据决议 name a ground; 根据《日报》 names a source.
        ground = match["verb"] == "根据" and not news
        return event if event.kind and not (ground and event.kind not in ("person", "medium")) else None

    def _source(self, match: re.Match, otherwise: str = "") -> Event:
        """Return the event of a source; if it cannot speak, its kind is `otherwise`."""
        speaker = self._trim(*match.span("who"))
        kind, _ = self.kind_of(*speaker)
        kind = otherwise if kind in ("", "never") else kind
        return Event(*match.span("verb"), match["verb"], speaker, kind, "source")

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Return the span without adverbials of time at either edge."""
        words = [(left, right, self.text[left:right]) for left, right in self._words_between(start, end)]
        while words and (self.known.time.fullmatch(words[0][2]) or self._plays(words[0][2], "leading", "published")):
            words.pop(0)
        while words and (self._adverb_or_time(words[-1][2]) or words[-1][2] in self.words["published"]):
            words.pop()
        start, end = (words[0][0], words[-1][1]) if words else (end, end)
        return start, start + self.known.behind_a_name.search(self.text[start:end]).start()

    # --- Reports ----------------------------------------------------------------------------------------------------

    @cached_property
    def taken(self) -> set[int]:
        """Offsets inside the verbs of sources."""
        return {place for event in self.sources for place in range(event.start, event.end)}

    def forms(self) -> Iterator[tuple[int, int]]:
        return (match.span() for match in self.known.cues.finditer(self.text))

    def cue(self, start: int, end: int, main: Event | None) -> Cue | None:
        verb = self.text[start:end]
        free = self.taken.isdisjoint(range(start, end)) and not inside(start, self.titles)
        subject = verb in self.heads and start in self.edges  # 报道指出
        if subject or not free:
            return None
        asked = self.known.answered.search(self.text, max(start - _NEAR, 0), start)
        if verb in self.words["question"] and (asked or self.known.no_question.match(self.text, end)):
            return None  # 有记者提问,发言人没有回答; 回答记者提问
        particle = None if verb in self.words["says"] else self.known.particle.match(self.text, end)
        if not particle and verb in self.words["answers"] and self.known.asked.match(self.text, end):
            return None  # 将回答记者提问 says that somebody answers, not what
        if self.known.meanwhile.match(self.text, end) or self.known.what.match(self.text, end):
            return None  # 谈到合作时,他强调; 他说了什么,没有人知道
        if not self._is_verb_here(verb, start, start):  # segments words, so it comes last
            return None
        complement = self.known.verbs[verb].complement
        if particle and self._is_verb_here(particle.group(), start, particle.start()):
            end, complement = particle.end(), "clause"
        return Cue(start, end, self.text[start:end], verb, complement, self.text[end : end + _FAR], main)

    def _is_verb_here(self, verb: str, start: int, place: int) -> bool:
        """Whether the verb at a place is used as one, and `start` to its end are whole words."""
        known = self.known.verbs.get(verb)
        if known and self.in_context(known, place, place + len(verb)):
            return False
        return not self._excluded(verb, place) and self._is_word(start, place + len(verb))

    def _is_word(self, start: int, end: int) -> bool:
        """Whether the slice is whole words, or a word that jieba joined with an adverb (一致认为, 时说)."""
        for left, right in self._words_around(start, end):
            before, after = self.text[left : max(start, left)], self.text[min(end, right) : right]
            grown = not before or self._plays(before, "adverb", "leading")
            grown = grown or (before == "所" and self.opens_quotation(end))
            if not grown or after not in ("", "到", "出", "了", "来"):
                return False
        return True

    def _excluded(self, verb: str, start: int) -> bool:
        """Whether the words around a verb make it a noun or an attribute, or deny it."""
        noun = verb in self.words["also noun"]
        said = verb in self.words["plain saying"] and self.text.startswith((",", "，"), start + len(verb))
        governed = noun and not said and self.known.of_a_noun.search(self.text, max(start - _NEAR, 0), start)
        if governed or (noun and not said and self._begins_a_medium(start + len(verb))):
            return True
        words = self._words_around(start - 1, start) if self.text.endswith(self.known.before, 0, start) else []
        before = next((self.text[left:right] for left, right in words if right == start), "")
        if noun and before in _JOINING:
            return True
        if before in _GOVERNING and self.text.startswith(("中", "上", "里"), start + len(verb)):
            return True
        attribute = before in _OF_A_NOUN or self.text.startswith(("的", "地说", "地对", "地告诉"), start + len(verb))
        return attribute or before in self.words["denying"]

    def _begins_a_medium(self, end: int) -> bool:
        """Whether the next word is the head of a medium: 评论|通讯社."""
        words = self._words_around(end, end + 1) if self.text.startswith(self.known.media, end) else []
        return any(left == end and self.heads.get(self.text[left:right]) == "medium" for left, right in words)

    def reports(self) -> list[Event]:
        """Add quotations after a colon, if the clause before has a person as subject and any verb: 他掰着指头数：“…”"""
        found = super().reports()
        for quote in self.quotes if ":" in self.text or "：" in self.text else []:
            colon = quote[0] - 1
            clause = self.edges[bisect_left(self.edges, colon) - 1] if self.text[max(colon, 0)] in ":：" else colon
            if clause < colon and self._is_whole(quote) and not any(clause <= one.start < colon for one in found):
                phrase, words = self._phrase(clause, colon), self._words_between(clause, colon)
                if phrase and phrase.kind == "person" and phrase.end < words[-1][1]:
                    told = self.text[slice(*words[-1])]
                    found.append(Event(*words[-1], told, phrase[:2], phrase.kind, "direct"))
        return found

    def report(self, cue: Cue) -> Event | None:
        if cue.main and cue.main.end == cue.start:
            return None  # 回复指: one report
        number = bisect_right(self.edges, cue.start) - 1
        clause = self.edges[number]
        main = cue.main if cue.main and clause <= cue.main.start and cue.main.speaker else None
        phrase = self._phrase(clause, cue.start) if cue.start - clause < _FAR else None
        quoted = main and main.verb in self.words["quoting"] and self.text[main.end : cue.start].removesuffix("的话")
        quoted = quoted and self._phrase(main.end, main.end + len(quoted))
        if quoted and quoted.speaks:  # 彭博社引述消息人士的话说
            return self._of(quoted, cue, False, False)
        if agent := self.known.suffered.match(self.text, clause, cue.start):  # 遭到离职员工爆料
            phrase = self._phrase(agent.end(), cue.start)
            if not (phrase and phrase.speaks):
                return None
        if phrase and main and phrase.start <= main.start < phrase.end:
            phrase = self._phrase(main.end, cue.start)
            if phrase and (main.form == "paraphrase" or not phrase.may_be_inside):
                return None  # 议员欢迎某人道歉
        elliptic = not phrase  # the speaker is in an earlier clause
        phrase = phrase or self._held(number)
        if not (phrase or cue.main) or cue.rest.startswith(("、", "和", "及")):
            return None
        rest = cue.rest.lstrip("了着过").strip("。.!！”」 ")
        has_content = bool(rest) and not self.known.to_reporters.fullmatch(rest)
        has_content &= cue.complement != "quotation" or self.opens_quotation(cue.end)
        alone = not has_content and not elliptic
        # “…。”他说。: the quotation may be a sentence of its own
        quoted = self.behind_quotation and alone and number == 0
        quoted = quoted or self._quoted_before(cue.start if elliptic else phrase.start)
        if not (has_content or quoted or (alone and self._behind_its_words(cue, phrase))):
            return None
        event = self._same_subject(cue) if elliptic and cue.main else self._of(phrase, cue, elliptic, quoted)
        if event and event.form != "paraphrase" and cue.complement != "topic":
            self.outer = event
        return event

    def _same_subject(self, cue: Cue) -> Event | None:
        """Return the event of a verb with the subject of the verb before; inside reported words only behind 并, 还."""
        same = self.outer or cue.main
        closed = self.outer and self.outer.form == "direct" and self.quote_before(cue.start)
        over = not self.outer or (closed and closed[0] >= self.outer.end)
        return cue.event(same.speaker, same.kind, self.form(cue, same.kind)) if over or self._again(cue) else None

    def _again(self, cue: Cue) -> bool:
        """Whether the verb returns to the outer speaker: 还说, 称."""
        speaks = cue.verb in self.words["says"] and self.opens_quotation(cue.end)
        speaks = speaks or (cue.verb in ("称", "指") and cue.start in self.edges)
        return speaks or bool(self.known.again.search(self.text, max(cue.start - _NEAR, 0), cue.start))

    def _of(self, phrase: Phrase, cue: Cue, elliptic: bool, quoted: bool) -> Event | None:
        """Return the event of a verb with its subject here or (`elliptic`) in an earlier clause; None if impossible."""
        meeting = self._is_meeting(phrase)
        if phrase.kind == "never" and not meeting:
            return None
        if elliptic and cue.verb in self.words["wish"] and not self._again(cue):
            return None  # without an earlier event these are the outlet's words
        polite = not elliptic and self._plays(cue.verb, "courtesy", "wish")
        between = self._words_between(phrase.end, cue.start) if polite else []
        if any(self.text[slice(*word)] in self.words["occasion"] for word in between):
            return None  # 举行宴会欢迎 is not a statement
        if (elliptic or not quoted) and self._cannot_report(cue, phrase):
            return None
        # Speakers are nested in the outer event, unless a semicolon ends it or they are a pronoun.
        nested = bool(self.outer) and not re.search("[;；。]", self.text[self.outer.end : cue.start])
        nested = nested and self.text[phrase.start : phrase.end] not in ("他", "她", "他们", "她们")
        # Nor is one who is brought in beside others: 也有民众, 亦有店主.
        nested = nested and not self.text.endswith("有", phrase.start - 2, phrase.start)
        if nested and not (
            phrase.may_be_inside or (phrase.kind == "office" and cue.verb in self.words["plain saying"])
        ):
            return None
        # Without a mark behind the verb, a meeting reports only with `institutions`.
        kind = "institution" if meeting and not self._marked(cue.end) else phrase.kind or "person"
        return cue.event(phrase[:2], kind, self.form(cue, kind, quoted), nested)

    def _is_meeting(self, phrase: Phrase) -> bool:
        return bool(self.known.meeting.search(self.text, phrase.start, phrase.end))

    def _behind_its_words(self, cue: Cue, phrase: Phrase) -> bool:
        """Whether a report follows its words without quotation marks: 产量还会上升,林某解释说."""
        number = bisect_right(self.edges, cue.start) - 1
        before, edge = self.edges[max(number - 1, 0)], self.edges[number]
        clause = self.text[edge - 1 : edge] in (",", "，") and edge - before > _SHORTEST
        return clause and phrase.speaks and cue.complement in ("clause", "either")

    def _cannot_report(self, cue: Cue, phrase: Phrase) -> bool:
        """Whether a noun phrase cannot be the speaker of a verb."""
        verb, words, kind = cue.verb, self.text[phrase.start : phrase.end], phrase.kind
        marked = self._marked(cue.end)
        # 解释道 is as plain as 说道; so is any verb with a comma or colon and a quotation behind it.
        quoted = cue.rest[:1] in tuple(",，:：") and self.opens_quotation(cue.end)
        said = len(verb) > 1 and verb[-1] in self.words["says"] and not self._plays(verb, "also noun")  # 回忆道
        weak = not said and verb not in self.words["plain saying"] and cue.form == verb and not quoted
        short = len(words.rpartition("的")[2]) in range(2, 13)
        if kind == "":
            return weak or not short or words.startswith(tuple("不没未这那该此每各"))
        told = verb in ("报道", "报导") and kind not in ("medium", "office")
        meets = not self.institutions and self._is_meeting(phrase)
        return told or (not marked and (meets or (weak and words in self.words["surname"])))

    def _marked(self, end: int) -> bool:
        """Whether a comma, colon or quotation follows a verb and so opens the reported words."""
        return self.text[end : end + 1] in tuple(',，:：“「『"')

    def _quoted_before(self, place: int) -> bool:
        """Whether quoted speech, not a quoted name or phrase, ends right before a place."""
        start, end = self.quote_before(place) or (0, 0)
        if not end or self.text[end:place].strip(" ,，。!！?？…"):
            return False
        return end - start > 3 and bool(re.search(r"[,，。!！?？…]", self.text[end - 2 : end + 1]))

    def opens_quotation(self, end: int) -> bool:
        opens = self.known.quote_opens.match(self.text, end)
        quote = self.quote_behind(opens.end()) if opens else None
        return quote is not None and self._is_whole(quote)

    def gives_a_clause(self, cue: Cue) -> bool:
        """Whether the reported words follow, not only their topic."""
        verb, rest = cue.verb, cue.rest
        if self.known.comma.match(rest):
            return True
        if cue.complement == "light":
            return not self.known.act.match(rest)
        if cue.complement == "clause":
            return verb not in self.words["confirming"]
        if verb in self.words["topic"] or self.known.announces.match(rest.rstrip()):
            return rest.startswith((":", "："))
        if verb == "强调":
            return not self.known.topic_end.search(re.split("[,，]", rest, maxsplit=1)[0])
        return verb in ("希望", "期待")

    def _is_whole(self, quote: tuple[int, int]) -> bool:
        """Whether a quotation behind the verb is speech, not a quoted name or phrase."""
        start, end = quote
        following = self.text[end : end + _NEAR].lstrip()
        within = self.text[start + 1 : end - 1]
        goes_on = following and following[0] not in ",，。;；"
        if re.search(r"[。!！?？…]$", within) or (re.search(r"[,，。;；]", within) and not goes_on):
            return True
        return not following.strip("。!！ ") and bool(within)
