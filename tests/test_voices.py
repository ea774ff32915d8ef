"""Voices: what is a reporting event and what is none, in both languages and scripts; who speaks, and how far the words go."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import body
from hypothesis import given
from hypothesis import strategies as st

from helpers import Corpus, comparisons, evaluation
from helpers.lexicon import File, Lexicon, LexiconError, shipped
from helpers.mentions import voices
from helpers.mentions.voices import FORMS, SPEAKER_KINDS, find_voices, sentence_voices, voices_in
from helpers.mentions.voices.cue_words import quotations, reporting_verbs

SPOKEN = '他她说表示指出强调认为据悉呼吁中方各方部长的是明法，。：“”"" 《》一致在时said He that, noting".X'


def heard(text, language, **about):
    """Verb, speaker as printed, form."""
    return [
        (event.verb, text[slice(*event.speaker)] if event.speaker else "", event.form)
        for event in voices_in(text, language, **about)
    ]


# fmt: off
CHINESE = [
    ('国防部发言人李某表示,演习是年度例行安排。', [('表示', '国防部发言人李某', 'indirect')]), ('外交部长王某指出:“双方应当相向而行。”', [('指出', '外交部长王某', 'direct')]),
    ('“我们对合作前景充满信心。”该公司总经理张某说。', [('说', '该公司总经理张某', 'direct')]), ('与会者一致认为,应加强气候变化领域合作。', [('认为', '与会者', 'collective')]),
    ('双方重申坚持多边主义。', [('重申', '双方', 'collective')]), ('中方敦促有关方面保持克制。', [('敦促', '中方', 'paraphrase')]), ('美方称,相关措施将于下月生效。', [('称', '美方', 'indirect')]),
    ('两国外长同意建立热线机制。', [('同意', '两国外长', 'collective')]), ('联合公报指出,各方将深化能源合作。', [('指出', '联合公报', 'indirect')]),
    ('她补充说,具体方案仍在讨论中。', [('补充说', '她', 'indirect')]), ('他还强调,和平来之不易。', [('强调', '他', 'indirect')]),
    ('世卫组织总干事呼吁各国加强疫苗合作。', [('呼吁', '世卫组织总干事', 'paraphrase')]), ('据新华社报道,会议将于周五闭幕。', [('据', '新华社', 'source')]),
    ('据悉,双方将签署多项协议。', [('据', '', 'source')]), ('记者从教育部获悉,新规将于9月施行。', [('获悉', '教育部', 'source')]),
    ('国家统计局数据显示,上半年出口增长5%。', [('显示', '国家统计局', 'source')]), ('这种表示并不意味着政策改变。', []), ('该说法缺乏依据。', []), ('事实说明,封锁解决不了问题。', []), ('值得指出的是,这一数字仍在上升。', []),
    ('他的强调引起了与会者的注意。', []), ('上海被称为东方明珠。', []), ('实践证明,合作是唯一正确的选择。', []), ('会议期间,代表们参观了港口。', []), ('他对客人的到来表示热烈欢迎。', [('表示', '他', 'paraphrase')]),
    ('部长在答记者问时说,谈判进展顺利。', [('说', '部长', 'indirect')]), ('谈到未来合作时,大使说:“前景广阔。”', [('说', '大使', 'direct')]),
    ('《卫报》报道称,该协议遭到反对。', [('报道称', '《卫报》', 'indirect')]), ('专家认为,该机制仍需完善。', [('认为', '专家', 'indirect')]),
    ('与会专家普遍认为,数字鸿沟正在扩大。', [('认为', '与会专家', 'collective')]), ('会谈中,总理高度评价双边关系发展。', [('评价', '总理', 'paraphrase')]),
    ('秘书长感谢主办国的周到安排。', [('感谢', '秘书长', 'paraphrase')]), ('发言人否认了上述指控。', [('否认', '发言人', 'paraphrase')]), ('记者:请问双方是否讨论了关税问题?', [('', '记者', 'direct')]),
    ('发言人:我们已多次阐明立场。', [('', '发言人', 'direct')]), ('主席提出三点倡议:', [('提出', '主席', 'paraphrase')]), ('外长表示,总统曾指出,对话是唯一出路。', [('表示', '外长', 'indirect')]),
    ('部长表示愿同各方加强沟通,并强调合作的重要性。', [('表示', '部长', 'indirect'), ('强调', '部长', 'paraphrase')]), ('峰会于当地时间周二在首都开幕。', []), ('小说讲述了一个渔村的故事。', []),
    ('主題：區域安全', []), ('發言人表示,各方應保持冷靜。', [('表示', '發言人', 'indirect')]), ('與會代表一致認為,氣候行動刻不容緩。', [('認為', '與會代表', 'collective')]),
    ('他說,這是一個良好的開端。', [('說', '他', 'indirect')]), ('據法新社報導,談判已經破裂。', [('據', '法新社', 'source')]), ('「我們會繼續努力。」部長說。', [('說', '部長', 'direct')]),
    ('市长透露,新机场将于明年投入使用;副市长补充说,配套地铁正在建设。', [('透露', '市长', 'indirect'), ('补充说', '副市长', 'indirect')]),
    ('在新闻发布会上,卫生部官员宣布启动疫苗接种计划。', [('宣布', '卫生部官员', 'indirect')]), ('接受采访时,农民李某坦言,收成比去年差。', [('坦言', '农民李某', 'indirect')]),
    ('印度总理在致辞中说,印中合作符合双方利益。', [('说', '印度总理', 'indirect')]), ('报告称,全球粮食价格连续三个月上涨。', [('称', '报告', 'indirect')]),
    ('声明说,双方将恢复谈判。', [('说', '声明', 'indirect')]), ('可以说,这是一次成功的会议。', []), ('对中小企业来说,融资仍是难题。', []), ('大会强调,要坚持以人民为中心。', [('强调', '大会', 'collective')]),
    ('两国领导人在联合声明中呼吁立即停火。', [('呼吁', '两国领导人', 'collective')]), ('俄罗斯外交部发言人扎哈罗娃当天在记者会上指出,有关指责毫无根据。', [('指出', '俄罗斯外交部发言人扎哈罗娃', 'indirect')]),
    ('他要求各部门尽快落实会议精神。', [('要求', '他', 'paraphrase')]), ('该项目要求企业具备相关资质。', []), ('双方签署了合作备忘录。', []),
    ('有分析人士指出,油价短期内难以回落。', [('指出', '分析人士', 'indirect')]), ('总统对遇难者表示哀悼,向其家属表示慰问。', [('表示', '总统', 'paraphrase'), ('表示', '总统', 'paraphrase')]),
    ('德国经济部长在推特上写道,关税伤害所有人。', [('写道', '德国经济部长', 'indirect')]), ('白宫表示,总统将于下周出访。', [('表示', '白宫', 'indirect')]),
    ('他希望两国青年多来往。', [('希望', '他', 'indirect')]), ('欧盟外交与安全政策高级代表14日在布鲁塞尔说,欧盟将考虑新的制裁。', [('说', '欧盟外交与安全政策高级代表', 'indirect')]),
    ('东盟秘书处发表声明,呼吁成员国加强粮食合作。', [('呼吁', '东盟秘书处', 'paraphrase')]), ('出席会议的专家指出,人工智能治理需要各国参与。', [('指出', '专家', 'indirect')]),
    ('多位经济学家预测,明年增速将放缓。', [('预测', '多位经济学家', 'collective')]), ('“这太好了!”一名游客激动地说。', [('说', '一名游客', 'direct')]),
    ('他告诉记者,项目已完工。', [('告诉', '他', 'indirect')]), ('他们表示,愿意继续参与援建。', [('表示', '他们', 'collective')]), ('其表示,将依法追究责任。', [('表示', '其', 'indirect')]),
    ('双方一致同意扩大直航航班。', [('同意', '双方', 'collective')]), ('外方对中方的热情接待表示感谢。', [('表示', '外方', 'collective')]), ('小学校长鼓励孩子们多读书。', []), ('这份报告说明,问题依然严重。', []),
    ('报告说,全球气温再创新高。', [('说', '报告', 'indirect')]), ('据外媒报道,谈判陷入僵局。', [('据', '外媒', 'source')]), ('据说,这座桥建于明代。', [('据', '', 'source')]),
    ('据知情人士透露,双方已接近达成协议。', [('据', '知情人士', 'source')]), ('据统计,今年游客人数突破百万。', []), ('根据协议,双方将互免签证。', []), ('他强调说:“合作没有终点。”', [('强调说', '他', 'direct')]),
    ('需要强调的是,安全是发展的前提。', []), ('主持人问:“您怎么看?”', [('问', '主持人', 'direct')]), ('强调安全的同时,也要兼顾效率。', []), ('气象部门提醒,未来三天有强降雨。', [('提醒', '气象部门', 'indirect')]),
    ('他认为中方的提议值得考虑。', [('认为', '他', 'indirect')]), ('被认为最具潜力的市场是非洲。', []), ('代表团团长说,此行收获很大。', [('说', '代表团团长', 'indirect')]),
    ('副部长李某介绍,目前已有30个国家签署协议。', [('介绍', '副部长李某', 'indirect')]), ('副部长李某介绍了相关情况。', [('介绍', '副部长李某', 'paraphrase')]),
    ('中方和哈方均表示,将共同维护地区稳定。', [('表示', '中方和哈方', 'collective')]), ('总统指示有关部门尽快展开救援。', [('指示', '总统', 'paraphrase')]),
    ('卫生部长說,疫情已得到控制。', [('說', '卫生部长', 'indirect')]), ('該公司發言人稱,將提起上訴。', [('稱', '該公司發言人', 'indirect')]),
    ('各方表示支援主席國工作。', [('表示', '各方', 'collective')]), ('《聯合宣言》強調,各國應尊重國際法。', [('強調', '《聯合宣言》', 'indirect')]), ('他的說法沒有根據。', []),
    ('总理在议会发表演讲时警告,贸易战没有赢家。', [('警告', '总理', 'indirect')]), ('这位学者笑着说,自己是“中国通”。', [('说', '这位学者', 'indirect')]),
    ('有学者指出,该模型存在缺陷。', [('指出', '学者', 'indirect')]), ('问及会谈气氛,大使回答说“坦诚友好”。', [('回答说', '大使', 'direct')]),
    ('“合作共赢才是正道。”他补充道,“对抗没有出路。”', [('补充道', '他', 'direct')]), ('外交部發言人在例行記者會上回應稱,有關報導與事實不符。', [('回應稱', '外交部發言人', 'indirect')]),
    ('市长介绍说,新城占地20平方公里。', [('介绍说', '市长', 'indirect')]),
    ('与会各国代表高度赞赏东道国的努力,一致认为会议取得成功。', [('赞赏', '与会各国代表', 'collective'), ('认为', '与会各国代表', 'collective')]),
    ('会议认为,当前经济形势总体向好。', [('认为', '会议', 'collective')]), ('对此,中方深表遗憾。', []), ('路透社称,制裁名单将扩大。', [('称', '路透社', 'indirect')]), ('数据显示,失业率降至4%。', []),
    ('研究表明,睡眠不足影响记忆。', []), ('他在文中写道:“河流是大地的血脉。”', [('写道', '他', 'direct')]),
    ('印度外交部承认收到照会,但否认存在分歧。', [('承认', '印度外交部', 'paraphrase'), ('否认', '印度外交部', 'paraphrase')]),
    ('东盟轮值主席国外长在会后的联合记者会上透露,各方已就行为准则文本达成初步共识。', [('透露', '东盟轮值主席国外长', 'indirect')]), ('金砖国家卫生部长会议10日在首都举行,与会部长就疫苗研发进行了深入讨论。', []),
    ('非盟委员会副主席在开幕式上致辞。', []), ('非盟委员会副主席在开幕式上致辞说,非洲需要更多绿色投资。', [('说', '非盟委员会副主席', 'indirect')]),
    ('气候大会主席敦促发达国家兑现资金承诺。', [('敦促', '气候大会主席', 'paraphrase')]), ('“时间不等人,”联合国气候变化框架公约秘书处负责人说,“我们必须现在行动。”', [('说', '联合国气候变化框架公约秘书处负责人', 'direct')]),
    ('双方就能源合作交换了意见,并发表联合声明。', []), ('各代表团团长均表示,支持主席国提出的案文。', [('表示', '各代表团团长', 'collective')]), ('他说,主席国提出的方案兼顾了各方关切。', [('说', '他', 'indirect')]),
    ('这位不愿透露姓名的官员说,谈判仍有分歧。', [('说', '这位不愿透露姓名的官员', 'indirect')]),
    ('世行行长说,“债务问题不能再拖”,并呼吁债权方加快行动。', [('说', '世行行长', 'indirect'), ('呼吁', '世行行长', 'paraphrase')]),
    ('在回答记者提问时,发言人指出,中方一贯反对滥用制裁。', [('指出', '发言人', 'indirect')]), ('中方对此表示坚决反对。', [('表示', '中方', 'paraphrase')]),
    ('中方认为,对话协商是解决问题的唯一出路。', [('认为', '中方', 'indirect')]), ('日方则声称,有关措施符合国际法。', [('声称', '日方', 'indirect')]), ('声明全文如下。', []), ('代表们围绕粮食安全展开讨论。', []),
    ('秘书处提供的数据显示,成员国贸易额翻了一番。', [('显示', '秘书处', 'source')]), ('另据路透社消息,两国将恢复直航。', [('据', '路透社', 'source')]),
    ('总理强调要加快发展新质生产力。', [('强调', '总理', 'indirect')]), ('总理一再强调教育的重要性。', [('强调', '总理', 'paraphrase')]), ('该协议强调公平与透明。', []), ('论坛以“绿色与开放”为主题。', []),
    ('学生们说,这次夏令营让他们大开眼界。', [('说', '学生们', 'collective')]), ('来自肯尼亚的留学生李某告诉记者,她打算毕业后回国创业。', [('告诉', '留学生李某', 'indirect')]), ('当被问及是否参选时,市长笑而不答。', []),
    ('市长未就此置评。', []), ('他没有说明原因。', []), ('她曾说过,医生要有一颗仁心。', [('说', '她', 'indirect')]), ('俗话说,众人拾柴火焰高。', []), ('古人云:“和为贵。”', []),
    ('正如总统所说,这是历史性的时刻。', []), ('部长呼吁:携手应对数字鸿沟。', [('呼吁', '部长', 'indirect')]), ('教育部门有关负责人介绍,全市已开放200所学校的操场。', [('介绍', '教育部门有关负责人', 'indirect')]),
    ('他用三个词评价此次会谈:坦诚、务实、高效。', [('评价', '他', 'paraphrase')]), ('白皮书指出,该国已如期实现减排目标。', [('指出', '白皮书', 'indirect')]),
    ('两国总统共同见证了多项合作文件的签署,并宣布建立战略伙伴关系。', [('宣布', '两国总统', 'collective')]), ('報告顯示,氣溫持續上升。', []), ('行政長官表示,會全力支持創科發展。', [('表示', '行政長官', 'indirect')]),
    ('「這是里程碑。」主席國代表指出,各國應把握機遇。', [('指出', '主席國代表', 'direct')]), ('與會專家強調,應完善預警機制。', [('強調', '與會專家', 'collective')]),
    ('會長感謝各界的支援。', [('感謝', '會長', 'paraphrase')]), ('他透露說,新書將於秋天出版。', [('透露說', '他', 'indirect')]), ('双方承诺不对对方商品加征新关税。', [('承诺', '双方', 'collective')]),
    ('国际货币基金组织将今年全球增速预期下调至2.8%。', []), ('国际货币基金组织警告称,贸易紧张将拖累增长。', [('警告称', '国际货币基金组织', 'indirect')]), ('他指责对方违反停火协议。', [('指责', '他', 'paraphrase')]),
    ('游客王女士说:“服务很贴心!”', [('说', '游客王女士', 'direct')]), ('当地渔民表示,近年来渔获量明显减少。', [('表示', '当地渔民', 'indirect')]),
    ('世贸组织总干事周四在日内瓦警告说,保护主义正在抬头。', [('警告说', '世贸组织总干事', 'indirect')]), ('各成员国重申对联合国宪章宗旨和原则的承诺。', [('重申', '各成员国', 'collective')]),
    ('二十国集团财长未能就公报措辞达成一致。', []), ('二十国集团财长承诺避免竞争性贬值。', [('承诺', '二十国集团财长', 'paraphrase')]), ('会议主席李某向与会者介绍了议程。', [('介绍', '会议主席李某', 'paraphrase')]),
    ('气象专家解释说,厄尔尼诺是主因。', [('解释说', '气象专家', 'indirect')]), ('“我方已就此提出严正交涉。”发言人说。', [('说', '发言人', 'direct')]),
    ('主席国提议设立联合基金。', [('提议', '主席国', 'paraphrase')]), ('中方提出三点主张。', [('提出', '中方', 'paraphrase')]), ('代表团成员李某回忆起当年的情景。', []),
    ('李某回忆说,那年冬天格外冷。', [('回忆说', '李某', 'indirect')]), ('联合国秘书长通过发言人发表声明,对袭击事件表示强烈谴责。', [('表示', '联合国秘书长', 'paraphrase')]),
    ('外长在记者会上宣布,两国将于下月恢复通航。', [('宣布', '外长', 'indirect')]), ('两国宣布建交。', [('宣布', '两国', 'collective')]),
    ('该国政府否认向冲突方提供武器。', [('否认', '该国政府', 'paraphrase')]), ('农业部官员证实,首批化肥已运抵港口。', [('证实', '农业部官员', 'indirect')]),
    ('当地媒体援引警方的话说,爆炸造成三人受伤。', [('说', '当地媒体', 'indirect')]), ('本次会议的主题是粮食安全。', []), ('他以“桥梁”形容两国青年的作用。', []),
    ('不少网友表示,希望类似活动多一些。', [('表示', '不少网友', 'collective')]), ('联大主席在闭幕致辞中强调:“多边主义不是选项,而是必需。”', [('强调', '联大主席', 'direct')]),
    ('问:对此有何评论?', [('', '问', 'direct')]), ('答:我们注意到有关报道。', [('', '答', 'direct')]), ('议案获得一致通过。', []),
    ('与会人士期待论坛结出硕果。', [('期待', '与会人士', 'collective')]), ('分析认为,降息空间有限。', []), ('有评论指出,此举意在拉拢选民。', []), ('他没有透露细节。', []),
    ('校长勉励毕业生到基层去。', [('勉励', '校长', 'paraphrase')]), ('大使馆发言人重申,领事保护热线全天开放。', [('重申', '大使馆发言人', 'indirect')]),
    ('商务部回应称,将采取必要措施。', [('回应称', '商务部', 'indirect')]), ('时任外长曾表示,该条约早已过时。', [('表示', '时任外长', 'indirect')]), ('这一表态被视为让步。', []),
    ('双方强调,要落实好两国元首达成的共识。', [('强调', '双方', 'collective')]), ('据外交部网站消息,外长将访问三国。', [('据', '外交部网站', 'source')]),
    ('总统办公室在声明中说,会谈富有成效。', [('说', '总统办公室', 'indirect')]), ('衛生署署長指出,流感高峰期將至。', [('指出', '衛生署署長', 'indirect')]),
    ('雙方均認為,應維護自由貿易。', [('認為', '雙方', 'collective')]), ('“感謝大家的支持!”隊長激動地說道。', [('說道', '隊長', 'direct')]),
    ('外長會議聯合公報呼籲各方保持克制。', [('呼籲', '外長會議聯合公報', 'paraphrase')]),
]
# fmt: on


# fmt: off
ENGLISH = [
    ('"We will keep our doors open," the spokesperson said.', [('said', 'spokesperson', 'direct')]),
    ('The talks were constructive, said the foreign minister.', [('said', 'foreign minister', 'indirect')]),
    ('The minister said that talks would resume next week.', [('said', 'minister', 'indirect')]),
    ('Participants agreed that climate action could not wait.', [('agreed', 'Participants', 'collective')]),
    ('All parties called for an immediate ceasefire.', [('called for', 'All parties', 'collective')]),
    ('The statement said both sides would deepen cooperation.', [('said', 'statement', 'indirect')]),
    ('Health officials urged residents to stay indoors.', [('urged', 'Health officials', 'collective')]),
    ('According to Reuters, the deal will be signed on Friday.', [('According to', 'Reuters', 'source')]),
    ('The plan will proceed according to schedule.', []),
    ('He stressed the importance of dialogue.', [('stressed', 'He', 'paraphrase')]),
    ('Commuters were stressed out by the delays.', []),
    ('The noted scholar will give a lecture.', []),
    ('The summit emphasized the need for deeper cooperation.', []),
    ('The Shanghai Spirit emphasizes mutual trust.', []),
    ('Member states signed a declaration on energy.', []),
    ('She told reporters that the budget had been approved.', [('told', 'She', 'indirect')]),
    ('The ambassador, who arrived on Monday, praised the hosts.', [('praised', 'ambassador', 'paraphrase')]),
    ('The prime minister was quoted as saying that taxes would fall.', [('quoted as saying', 'prime minister', 'indirect')]),
    ('The commission noted that exports had risen, adding that imports were flat.', [('noted', 'commission', 'indirect'), ('adding', 'commission', 'indirect')]),
    ('Doe expressed appreciation for the support and pledged further aid.', [('expressed', 'Doe', 'paraphrase'), ('pledged', 'Doe', 'paraphrase')]),
    ('The company denied the allegations.', [('denied', 'company', 'paraphrase')]),
    ('The factory added a new production line.', []),
    ('The report highlights the gap between rich and poor.', [('highlights', 'report', 'paraphrase')]),
    ('The ministry announced on Tuesday that tariffs would be lifted.', [('announced', 'ministry', 'indirect')]),
    ('"This is a turning point," he said, calling for unity.', [('said', 'he', 'direct'), ('calling for', 'he', 'paraphrase')]),
    ('Spokesperson: We have stated our position many times.', [('', 'Spokesperson', 'direct')]),
    ('The Chinese side said it would respond in kind.', [('said', 'Chinese side', 'indirect')]),
    ('Both sides reaffirmed their commitment to multilateralism.', [('reaffirmed', 'Both sides', 'collective')]),
    ('The president thanked the delegation for its visit.', [('thanked', 'president', 'paraphrase')]),
    ('Inflation is expected to ease, analysts say.', [('say', 'analysts', 'collective')]),
    ('The central bank is expected to cut rates.', []),
    ('The flight was reportedly delayed by fog.', [('reportedly', '', 'source')]),
    ('In his speech, the king called on young people to study science.', [('called on', 'king', 'paraphrase')]),
    ('Jane Doe, director of the institute, said funding was short.', [('said', 'Jane Doe', 'indirect')]),
    ('The law states that imports must be labelled.', []),
    ('The state of the economy remains a concern.', []),
    ('The envoy warned against escalation.', [('warned', 'envoy', 'paraphrase')]),
    ('The talks, officials said, lasted four hours.', [('said', 'officials', 'collective')]),
    ('Speaking at the forum, the mayor said the city would invest in ports.', [('said', 'mayor', 'indirect')]),
    ('Leaders voiced support for the initiative.', [('voiced', 'Leaders', 'collective')]),
    ('He did not say when the talks would resume.', []),
    ('The official said, "We are ready."', [('said', 'official', 'direct')]),
    ('The two ministers exchanged notes.', []),
    ('Data show that unemployment fell in May.', []),
    ('The project aims to promote trade, emphasizing mutual benefit.', []),
    ('Doe met the visiting delegation, stressing that ties were strong.', [('stressing', 'Doe', 'indirect')]),
    ('"Markets are nervous," wrote one analyst.', [('wrote', 'one analyst', 'direct')]),
    ('A senior diplomat, speaking on condition of anonymity, confirmed the meeting.', [('confirmed', 'senior diplomat', 'paraphrase')]),
    ('The delegates hailed the agreement as historic.', [('hailed', 'delegates', 'collective')]),
    ("The ministry's spokesperson pointed out that the claim was groundless.", [('pointed out', "ministry's spokesperson", 'indirect')]),
    ('ASEAN foreign ministers condemned the attack in a joint statement.', [('condemned', 'ASEAN foreign ministers', 'collective')]),
    ('The communique said the members would meet again in spring.', [('said', 'communique', 'indirect')]),
    ('Trade has grown steadily, the official noted, while investment lagged.', [('noted', 'official', 'indirect')]),
    ('The organization plans to expand its membership.', []),
    ('Asked about the dispute, the minister replied: "No comment."', [('replied', 'minister', 'direct')]),
    ('It remains to be seen whether the promised reforms will follow.', []),
    ('Noting that time was short, the chair urged members to decide.', [('Noting', 'chair', 'indirect'), ('urged', 'chair', 'paraphrase')]),
    ('The UN chief said the world must act, and the WHO head echoed his call.', [('said', 'UN chief', 'indirect')]),
    ('Xinhua reported that the two leaders would meet.', [('reported', 'Xinhua', 'indirect')]),
    ('The minister also said: "Our position is clear."', [('said', 'minister', 'direct')]),
    ('Trade ministers from the six countries said the pact would take effect in June.', [('said', 'Trade ministers from the six countries', 'collective')]),
    ('"Nobody wants a trade war," a senior EU official told reporters in Brussels.', [('told', 'senior EU official', 'direct')]),
    ('He was quoted by local media as saying the dam was safe.', [('saying', 'He', 'indirect')]),
    ('She also expressed concern over rising food prices.', [('expressed', 'She', 'paraphrase')]),
    ('The two sides agreed to resume flights.', [('agreed', 'two sides', 'collective')]),
    ('Experts believe the vaccine will be ready by spring.', [('believe', 'Experts', 'collective')]),
    ('The foreign ministry spokeswoman dismissed the report.', []),
    ('The bank raised its forecast for growth.', []),
    ('A spokesman for the ministry said no decision had been made.', [('said', 'spokesman for the ministry', 'indirect')]),
    ('The declaration calls for reform of the trade system.', [('calls for', 'declaration', 'paraphrase')]),
    ('"It is a good start," she added.', [('added', 'she', 'direct')]),
    ('Officials said on Monday that the dam had been repaired.', [('said', 'Officials', 'collective')]),
    ('Both leaders underscored the need for restraint.', [('underscored', 'Both leaders', 'collective')]),
    ('The claims were rejected by the court.', []),
    ('He is said to be the richest man in town.', []),
    ('There were calls for reform.', []),
    ('Residents complained about noise.', []),
    ('The mayor, John Doe, noted that visitor numbers had doubled.', [('noted', 'mayor, John Doe', 'indirect')]),
    ('The treaty emphasizes equality.', []),
    ('China urged all parties to exercise restraint.', [('urged', 'China', 'paraphrase')]),
    ('Turning to climate, the secretary-general warned that time was running out.', [('warned', 'secretary-general', 'indirect')]),
    ('According to the ministry, exports rose 5 percent.', [('According to', 'ministry', 'source')]),
    ('Exports rose 5 percent, according to official data.', [('according to', 'official data', 'source')]),
    ('The new rules, the regulator said, would protect consumers.', [('said', 'regulator', 'indirect')]),
    ('"We hope," the envoy said, "that talks can resume."', [('said', 'envoy', 'direct')]),
    ('The head of the delegation conveyed greetings from the president.', [('conveyed', 'head of the delegation', 'paraphrase')]),
    ('The minister called the accord "historic".', []),
    ('Speaking to the press, Doe insisted: "Nothing was decided."', [('insisted', 'Doe', 'direct')]),
    ('The editorial argued that subsidies distort trade.', [('argued', 'editorial', 'indirect')]),
    ('Scientists have warned that glaciers are retreating.', [('warned', 'Scientists', 'collective')]),
    ('They pledged to double aid by 2030.', [('pledged', 'They', 'collective')]),
    ('The council stressed that the ceasefire must hold.', [('stressed', 'council', 'indirect')]),
    ('The concept highlights harmony between people and nature.', []),
    ('The union, which represents dock workers, said its members would strike.', [('said', 'union', 'indirect')]),
    ('Interviewer: How do you see the future of the bloc?', [('', 'Interviewer', 'direct')]),
    ('"Peace needs patience," said the envoy, who has served since 2020.', [('said', 'envoy', 'direct')]),
    ('The value-added tax was cut.', []),
    ('The states parties met in Geneva.', []),
    ('Asked whether talks would resume, the official declined to comment.', []),
    ('The participating countries reiterated support for the UN Charter, stressing the role of dialogue.', [('reiterated', 'participating countries', 'collective'), ('stressing', 'participating countries', 'collective')]),
    ('The chair said members had agreed on the agenda.', [('said', 'chair', 'indirect')]),
    ('The foundation said in a statement that it would fund schools.', [('said', 'foundation', 'indirect')]),
    ('Local media said the bridge would open in May.', [('said', 'Local media', 'indirect')]),
    ('"I am optimistic," Doe told a news conference.', [('told', 'Doe', 'direct')]),
    ('The general secretary emphasised the role of youth, calling on schools to do more.', [('emphasised', 'general secretary', 'paraphrase'), ('calling on', 'general secretary', 'paraphrase')]),
    ('Delegates to the climate conference said rich countries had broken their promises.', [('said', 'Delegates to the climate conference', 'collective')]),
    ('The BRICS health ministers met on Thursday to discuss vaccines.', []),
    ('"We cannot wait any longer," the head of the UN climate office said in Bonn.', [('said', 'head of the UN climate office', 'direct')]),
    ("ASEAN's rotating chair disclosed that a draft text had been agreed.", [('disclosed', "ASEAN's rotating chair", 'indirect')]),
    ('The white paper notes that emissions fell for a third year.', [('notes', 'white paper', 'indirect')]),
    ('The event highlighted the role of young scientists.', []),
    ('The bloc aims to boost trade, highlighting green energy as a priority.', []),
    ('Prime Minister Jane Doe on Tuesday reiterated her opposition to the tariffs.', [('reiterated', 'Prime Minister Jane Doe', 'paraphrase')]),
    ('Fishermen say catches have shrunk.', [('say', 'Fishermen', 'collective')]),
    ('Critics accused the firm of polluting the river.', [('accused', 'Critics', 'collective')]),
    ('He thanked the host country for its hospitality and said the outcome exceeded expectations.', [('thanked', 'He', 'paraphrase'), ('said', 'He', 'indirect')]),
    ('The African Union commissioner, in opening remarks, asked donors to do more.', [('asked', 'African Union commissioner', 'paraphrase')]),
    ('Growth will slow to 2.8 percent, the IMF said.', [('said', 'IMF', 'indirect')]),
    ('The IMF lowered its forecast.', []),
    ('The proposal was welcomed by farmers.', []),
    ('It is hoped that the talks will bear fruit.', []),
    ('Trade between the two countries is said to have doubled.', []),
    ('The mayor declined to say whether he would run.', []),
    ('"The service is wonderful!" said Ms. Wang, a tourist.', [('said', 'Ms. Wang', 'direct')]),
    ('Doe, 42, says she plans to start a business.', [('says', 'Doe', 'indirect')]),
    ('A joint statement issued after the talks stressed the need for restraint.', [('stressed', 'joint statement issued after the talks', 'paraphrase')]),
    ('The ministers noted with concern the rise in food prices.', [('noted', 'ministers', 'collective')]),
    ('The Global Development Initiative calls for inclusive growth.', []),
    ('"It works," the engineer explained.', [('explained', 'engineer', 'direct')]),
    ('The leaders discussed trade and security.', []),
    ('Police confirmed that two people had been arrested.', [('confirmed', 'Police', 'indirect')]),
    ('The government has pledged to plant a million trees.', [('pledged', 'government', 'paraphrase')]),
    ('Local reports said the dam had burst.', [('said', 'Local reports', 'indirect')]),
    ('The spokesperson said at a regular briefing that China always opposes the abuse of sanctions.', [('said', 'spokesperson', 'indirect')]),
    ('In response, the embassy stated that the visit was private.', [('stated', 'embassy', 'indirect')]),
    ('The delegates exchanged views and issued a joint statement.', []),
    ('The paper quoted a senior official as saying that a deal was close.', [('saying', 'senior official', 'indirect')]),
    ('Another expert pointed to weak demand.', []),
    ('The coach hopes the team will improve.', [('hopes', 'coach', 'paraphrase')]),
    ('Without naming names, the secretary general criticized those who block aid.', [('criticized', 'secretary general', 'paraphrase')]),
    ('Under the deal, both sides promised not to raise tariffs.', [('promised', 'both sides', 'collective')]),
    ('Many countries have expressed interest in joining.', [('expressed', 'Many countries', 'collective')]),
    ('The notes were written by hand.', []),
    ('A stated aim of the fund is to reduce poverty.', []),
    ('New Zealand called on the parties to return to the table.', [('called on', 'New Zealand', 'paraphrase')]),
    ('Dr. Jane Doe argued that the model was flawed.', [('argued', 'Dr. Jane Doe', 'indirect')]),
    ('The chairman asked the members to vote.', [('asked', 'chairman', 'paraphrase')]),
    ('Doe wrote on social media that she had resigned.', [('wrote', 'Doe', 'indirect')]),
    ('The foreign ministers of the two countries on Friday voiced concern over the conflict.', [('voiced', 'foreign ministers of the two countries', 'collective')]),
    ('The WTO chief cautioned on Thursday that protectionism was on the rise.', [('cautioned', 'WTO chief', 'indirect')]),
    ('G20 finance ministers failed to agree on the wording.', []),
    ('G20 finance ministers vowed to avoid competitive devaluation.', [('vowed', 'G20 finance ministers', 'collective')]),
    ('A spokesperson for the prime minister posted that he was in good health.', []),
    ('The meteorologist explained that El Nino was to blame.', [('explained', 'meteorologist', 'indirect')]),
    ('The UN secretary-general, through a spokesperson, strongly condemned the attack.', [('condemned', 'UN secretary-general', 'paraphrase')]),
    ('The two countries announced the establishment of diplomatic ties.', [('announced', 'two countries', 'collective')]),
    ('Agriculture officials confirmed the arrival of the first shipment.', [('confirmed', 'Agriculture officials', 'collective')]),
    ('Police said three people were injured, local media reported.', [('said', 'Police', 'indirect'), ('reported', 'local media', 'indirect')]),
    ('The theme of the meeting is food security.', []),
    ('"Multilateralism is a necessity," stressed the General Assembly president.', [('stressed', 'General Assembly president', 'direct')]),
    ('The motion was adopted unanimously.', []),
    ('She revealed no details.', []),
    ('The principal encouraged graduates to work in rural areas.', [('encouraged', 'principal', 'paraphrase')]),
    ('Noting the trend, a senior official warned that prices would rise.', [('Noting', 'senior official', 'paraphrase'), ('warned', 'senior official', 'indirect')]),
    ('The embassy reminded citizens to stay alert.', []),
    ('The commerce ministry responded that it would take countermeasures.', [('responded', 'commerce ministry', 'indirect')]),
    ('The then foreign minister had said the treaty was outdated.', [('said', 'then foreign minister', 'indirect')]),
    ('His remarks were seen as a concession.', []),
    ("The president's office said the talks were fruitful.", [('said', "president's office", 'indirect')]),
    ('Addressing the assembly, the envoy appealed for calm.', [('appealed', 'envoy', 'paraphrase')]),
    ('Doe acknowledged that mistakes had been made but insisted the policy was sound.', [('acknowledged', 'Doe', 'indirect'), ('insisted', 'Doe', 'indirect')]),
    ('Economists polled by the agency expect growth of 3 percent.', []),
    ('He recalled how the village had changed.', [('recalled', 'He', 'indirect')]),
    ('The memorandum states that both parties will share data.', [('states', 'memorandum', 'indirect')]),
    ('Demand for steel rose.', []),
    ('Participants also suggested setting up a joint fund.', [('suggested', 'Participants', 'collective')]),
    ('She praised the volunteers, saying they were the real heroes.', [('praised', 'She', 'paraphrase'), ('saying', 'She', 'indirect')]),
    ('Doe is director of the center.', []),
    ('Host: Welcome to the programme.', [('', 'Host', 'direct')]),
    ('The exhibition, organizers said, drew 40,000 visitors.', [('said', 'organizers', 'collective')]),
    ('The minister for trade, asked about tariffs, said talks were continuing.', [('said', 'minister for trade', 'indirect')]),
    ('The agreement provides for, among others, joint research.', []),
    ('Analysts at the bank predict a slowdown.', [('predict', 'Analysts at the bank', 'collective')]),
    ('"Without water there is no peace," reads the declaration.', []),
    ('The SCO stands for mutual trust.', []),
    ('Leaders from across Africa praised the plan as fair.', [('praised', 'Leaders from across Africa', 'collective')]),
    ('Neither side commented on the report.', []),
    ('Moscow said it was ready for talks.', [('said', 'Moscow', 'indirect')]),
]
# fmt: on


# Everyday sentences of other topics: of each, verbs and speakers, with their office and title or without.
# fmt: off
EVERYDAY = [
    ('"It works," Ana Doe, the council spokeswoman, said in a statement.', "en", "said", "Ana Doe"),
    ('"It works," pollster Ana Doe, part of the team, told NBC.', "en", "told", "pollster Ana Doe"),
    ('"It works," the Rev. Ana Doe said.', "en", "said", "Rev. Ana Doe"),
    ('"It works," Rep. Ana Doe, a Democrat from Ohio, said.', "en", "said", "Rep. Ana Doe"),
    ('"It works," the investigator wrote.', "en", "wrote", "investigator"),
    ('"It works," said an industry lobbyist who asked for no name.', "en", "said", "industry lobbyist"),
    ('"Talk to others," advises psychologist Doe.', "en", "advises", "psychologist Doe"), ("Most forecast models give her a lead.", "en", "", ""),
    ("The members signed a resolution of the Council of Heads of State on completing the repair.", "en", "", ""),
    ("产量明年还会上升,林某解释说。", "zh", "解释说", "林某"), ("“产量还会上升”,农业局的技术员林某在周二的博客中写道。", "zh", "写道", "农业局的技术员林某"), ("林某微笑并回应,桥还没有修好。", "zh", "回应", "林某"),
    ("林回应,「桥还没有修好。」", "zh", "回应", "林"), ("北方评论通讯社记者林某表示,桥已经修好。", "zh", "表示", "北方评论通讯社记者林某"), ("根据法新社的消息,桥已经修好。", "zh", "根据", "法新社"),
    ("张在某表示,新馆将开放。", "zh", "表示", "张在某"), ("新华社北京10月20日电 外交部发言人李某某20日宣布:新馆将于10月21日开放。", "zh", "宣布", "外交部发言人李某某"), ("市长举行宴会欢迎读者代表。", "zh", "", ""),
    # The same kinds in other words.
    ('"Nobody asked us," complained a fisherman from the old harbour.', "en", "complained", "fisherman from the old harbour"),
    ('In a letter to parents, the headmaster wrote, "We are deeply sorry."', "en", "wrote", "headmaster"),
    ('"We did it for the children," the pair said in a joint statement.', "en", "said", "pair"),
    ('"I heard a bang," a neighbor told local television.', "en", "told", "neighbor"),
    ('"The law is the law," argues Judge Ellen Voss.', "en", "argues", "Judge Ellen Voss"),
    ('"He was a kind man," his widow, Ruth, told reporters outside the chapel.', "en", "told", "his widow, Ruth"),
    ('The striker posted on Instagram: "See you next season."', "en", "posted", "striker"),
    ('"The river rose in minutes," police Sgt. Bill Moss said.', "en", "said", "police Sgt. Bill Moss"),
    ('"Stop!" shouted a man in the crowd.', "en", "shouted", "man"), ('“We thank the crew,” the airline said on X.', "en", "said", "airline"),
    ('“Nothing is decided yet,” the source, who asked not to be named, told the agency.', "en", "told", "source"),
    ('"Whatever happens, we will rebuild," Hale, the senator\'s brother, told CNN.', "en", "told", "Hale"),
    ('The ship "Aurora," which left on Monday, is missing.', "en", "", ""), ('"Night Train," a film about a thief, won two awards.', "en", "", ""),
    ("Residents laughed.", "en", "", ""), ("这座桥太窄了,住在附近的渔民老周抱怨道。", "zh", "抱怨道", "渔民老周"), ("何某摇头说,名单还没有定。", "zh", "说", "何某"),
    ("根据路透社的报道,桥已经修好。", "zh", "根据", "路透社"), ("根据协议,桥已经修好。", "zh", "", ""), ("王在田指出,新馆将开放。", "zh", "指出", "王在田"),
    ("(中央社記者何某台北五日電)文化部長林某今天表示,名單還沒有定。", "zh", "表示", "文化部長林某"), ("馆长举行酒会感谢志愿者。", "zh", "", ""), ("「太好了!」五歲的小安喊道。", "zh", "喊道", "五歲的小安"),
    ("桥会修好的,史密斯承诺。", "zh", "承诺", "史密斯"), ("立委林某質疑,經費從哪裡來?", "zh", "質疑", "立委林某"), ("小说讲述了一个渔村的故事。", "zh", "", ""),
]
# fmt: on


@pytest.mark.parametrize(("text", "language", "verb", "speaker"), EVERYDAY)
def test_everyday_sentences(text, language, verb, speaker):
    found = [(event_verb, who) for event_verb, who, _ in heard(text, language)]
    assert found == ([(verb, speaker)] if verb else [])


@pytest.mark.parametrize(("text", "expected"), CHINESE, ids=[text for text, _ in CHINESE])
def test_chinese(text, expected):
    assert heard(text, "zh") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english(text, expected):
    assert heard(text, "en") == expected


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("俄罗斯外长拉夫罗夫代表外方发言,表示上合组织坚持多边主义。", "俄羅斯外長拉伕羅夫代表外方發言,表示上合組織堅持多邊主義。"), ("各国外长谴责恐怖主义,一致同意加强合作。", "各國外長譴責恐怖主義,一致同意加強合作。"),
        ("对这一说法,专家指出,证据不足。", "對這一說法,專家指出,證據不足。"),
    ],
)  # fmt: skip
def test_traditional_is_read_as_simplified(simplified, traditional):
    one, other = voices_in(simplified, "zh"), voices_in(traditional, "zh", "Hant", True)
    assert one and [event._replace(verb="") for event in one] == [event._replace(verb="") for event in other]


def test_a_report_inside_a_report_is_marked():
    outer, inner = voices_in("沈某在讲话中表示,习近平总书记指出,人民友好是基础。", "zh")
    assert (outer.verb, outer.nested, inner.verb, inner.nested) == ("表示", False, "指出", True)


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        ("The summit highlighted the importance of principles", "en", "summit"),
        ("The organization has taken a stand, advocating for trade", "en", "organization"), ("NATO stressed deterrence", "en", "NATO"),
        ("会议强调坚持多边主义。", "zh", "会议"), ("北约强调威慑的重要性。", "zh", "北约"), ("The organization has maintained strong trust", "en", None),
        ('The "Shanghai Spirit," which emphasizes mutual trust, has been the guiding principle', "en", None),
        ("The commitment to the Spirit emphasizes mutual trust", "en", None), ("这一精神强调平等相待。", "zh", None),
    ],
)  # fmt: skip
def test_asked_for_bodies_and_meetings_speak_in_both_languages_alike(text, language, speaker):
    events = voices_in(text, language, institutions=True)
    assert [text[slice(*event.speaker)] for event in events] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A spirit, a summit and a body of a digest do not speak.
        ('The "Shanghai Spirit," which emphasizes mutual trust, has been the guiding principle', []),
        ("The summit highlighted the importance of principles", []), ("The commitment to the Spirit emphasizes mutual trust", []),
        ("The organization has taken a stand, advocating for trade and condemning the use of force", []),
        ("Kazakhstan views the bloc as a key organization and expects it to act", []),
        ("The SCO condemned the use of force, and NATO stressed deterrence", []), ('The book "Stories" highlights 18 vivid stories of cooperation', []),
        # A noun in capitals is no verb.
        ("The Council of Heads of State on Monday adopted a declaration.", []), ("The Heads of State on Monday adopted a declaration.", []),
        ("The Annual Report on trade is out.", []),
        # Words inside a quotation and passives are no further events.
        ("部长说:“专家指出,他们认为这不可行。”", [("说", "部长", "direct")]), ('"He said no," the envoy recalled.', [("recalled", "envoy", "direct")]),
        ("Officials were told that talks had failed.", []), ("He will say more, and he did not say when.", []),
    ],
)  # fmt: skip
def test_what_is_no_event(text, expected):
    assert heard(text, "en" if text.isascii() else "zh") == expected


def test_other_languages_and_empty_texts_have_no_voices():
    assert voices_in("Он сказал, что да.", "und") == voices_in("", "zh") == voices_in("", "en") == []


@given(st.one_of(st.text(st.sampled_from(SPOKEN), max_size=60), st.text(max_size=60)), st.sampled_from(["zh", "en"]))  # fmt: skip
def test_any_text_is_read_and_every_offset_holds(text, language):
    for event in voices_in(text, language):
        assert 0 <= event.start < event.end <= len(text)
        assert event.form in FORMS and event.form != "none"
        assert event.verb in ("", text[event.start : event.end])
        assert event.speaker is None or 0 <= event.speaker[0] < event.speaker[1] <= len(text)
        assert event.kind in (*SPEAKER_KINDS, "") and bool(event.kind) == (event.speaker is not None)


@pytest.mark.parametrize(("text", "spans"), [('说"好"。', [(1, 4)]), ("“甲”和「乙」", [(0, 3), (4, 7)]), ("“没有完", [(0, 4)]), ("没有", [])])  # fmt: skip
def test_quotations(text, spans):
    assert quotations(text) == spans


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("zh", "他说,合作不断深化,"), ("zh", "专家说合作报道"), ("zh", "“好。”他说"), ("en", "He said that trade grew, "), ("en", "said he noted "),
        ("en", '"a," he said. '),
    ],
)  # fmt: skip
def test_a_long_text_takes_no_more_than_its_length(language, unit):
    """A page in one line is read: every look around a place goes a bounded way."""
    assert len(voices_in(unit * (84_000 // len(unit)), language)) >= 1


# --- Articles ---------------------------------------------------------------------------------------------------------


def corpus_of(*paragraphs, language="zh", form="full", article="000-01", before=None):
    """A corpus of one article, or of the articles of the corpus `before` and this one; a tuple is a paragraph of sentences."""
    raw = before.pages["raw"].iloc[0] if before else ""
    begins, segments, sentences = len(raw), [], []
    for paragraph in paragraphs:
        for text in paragraph:
            sentences.append((article, len(sentences) + 1, len(raw), len(raw) + len(text), text))
            segments.append(("000.txt", len(raw), len(raw) + len(text), "body", "text", article))
            raw += text
        segments.append(("000.txt", len(raw), len(raw) + 1, "body", "paragraph", article))
        raw += "\n"
    about = {
        "page": "000.txt", "title": None, "language": language, "script": "Hans" if language == "zh" else "Latn", "machine_converted": False,
        "form": form, "outlet": "Xinhua News Agency", "words_by": "Xinhua News Agency", "text": raw[begins:],
    }  # fmt: skip
    tables = {
        "segments": pd.DataFrame(segments, columns=["page", "start", "end", "kind", "rule", "article"]),
        "articles": pd.DataFrame([about], index=pd.Index([article], name="article")),
        "sentences": pd.DataFrame(sentences, columns=["article", "sentence", "start", "end", "text"]),
    }
    links = pd.DataFrame(columns=["article", "other", "relation", "evidence"])
    if before:
        tables = {
            name: pd.concat([getattr(before, name), table], ignore_index=name != "articles")
            for name, table in tables.items()
        }
        links = pd.DataFrame([("000-01", article, "one press conference", "")], columns=links.columns)
    return Corpus(
        pages=pd.DataFrame({"raw": [raw], "chars": [len(raw)]}, index=pd.Index(["000.txt"], name="page")),
        links=links,
        refusals=pd.DataFrame(columns=["page", "reason"]),
        **tables,
    )


def test_pronouns_and_family_names_are_resolved():
    corpus = corpus_of(("王毅会见来宾。", "他表示,合作很好。", "国防部长董军说,是的。", "他强调,要继续。", "他们指出,好。"))  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == ["Wang Yi", "Dong Jun", "Dong Jun", "Dong Jun"]
    english = corpus_of(("Foreign Minister Jane Doe said that all was well.", "She added that she was glad.", "Doe called for calm."), language="en")  # fmt: skip
    assert find_voices(english)["speaker"].tolist() == ["Jane Doe"] * 3


def test_collectives_and_offices_have_canonical_names():
    corpus = corpus_of(("与会代表一致认为,好。", "各方强调,好。", "中国国防部表示,好。", "与会各国外长指出,好。", "中方认为,好。"))  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == [
        "delegates", "all parties", "Ministry of National Defense of China", "foreign ministers", "China",
    ]  # fmt: skip
    assert find_voices(corpus)["speaker_kind"].tolist() == [
        "collective",
        "collective",
        "office",
        "collective",
        "office",
    ]


def test_a_quotation_alone_takes_its_speaker_from_its_neighbour():
    before = corpus_of(("郭嘉昆表示,好。", "“合作蓬勃发展,动人故事不断涌现。”"))
    after = corpus_of(("“合作蓬勃发展,动人故事不断涌现。”", "郭嘉昆表示,好。"))
    nobody = corpus_of(("“合作蓬勃发展,动人故事不断涌现。”", "会议结束。"))
    assert find_voices(before)["speaker"].tolist() == find_voices(after)["speaker"].tolist() == ["Guo Jiakun"] * 2
    assert find_voices(after)["form"].tolist() == ["direct", "indirect"]
    assert find_voices(nobody).empty


def test_words_go_on_to_the_end_of_the_paragraph_or_of_the_list():
    corpus = corpus_of(("王毅表示,合作很好。", "我们要继续。"), ("会议由轮值主席国主持。",), ("王毅提出两点建议:",), ("一要团结。", "团结是力量。"), ("二要开放。",), ("会议通过了宣言。",))  # fmt: skip
    assert find_voices(corpus)[["sentence", "covers"]].to_numpy().tolist() == [[1, 2], [4, 7]]
    assert sentence_voices(corpus)["voice"].tolist() == ["quoted", "quoted", "outlet", *["quoted"] * 4, "outlet"]


def test_words_end_where_the_outlet_tells_again_or_another_speaks():
    corpus = corpus_of(("董军说,形势很好。", "中方愿合作。", "26日下午,记者在现场看到来宾抵达。", "来宾说,很好。"))  # fmt: skip
    assert find_voices(corpus)[["sentence", "covers"]].to_numpy().tolist() == [[1, 2], [4, 4]]


def test_an_answer_goes_on_until_the_next_label():
    corpus = corpus_of(("记者:请介绍情况。", "张晓刚:形势很好。"), ("中国军队将继续努力。",), ("记者:谢谢。",))  # fmt: skip
    assert find_voices(corpus)[["sentence", "verb", "form", "covers"]].to_numpy().tolist() == [
        [1, "", "direct", 1], [2, "", "direct", 3], [4, "", "direct", 4],
    ]  # fmt: skip


def test_an_answer_runs_to_the_next_question_whatever_it_reports():
    corpus = corpus_of(
        ("Q: Will the port open?", "A: China believes that it will.", "The Foreign Ministry said so, too."), ("On Monday we saw the first ship.",),
        ("Q: And the road?", "A: It is open."), language="en",
    )  # fmt: skip
    table = find_voices(corpus)
    turns = table[table["verb"] == ""]
    assert turns[["sentence", "speaker", "covers"]].to_numpy().tolist() == [
        [1, "a journalist", 1], [2, "the speaker", 4], [5, "a journalist", 5], [6, "the speaker", 6],
    ]  # fmt: skip
    assert table.loc[table["verb"] != "", "nested"].all()
    speakers = sentence_voices(corpus, table)["speaker"].tolist()
    assert speakers == ["a journalist", *["the speaker"] * 3, "a journalist", "the speaker"]


def test_answers_belong_to_the_one_person_who_was_named_before():
    corpus = corpus_of(
        ("The projectionist Anna Doe shows films in villages.",), ("Q: How do you choose a village?", "A: The village chooses me."), language="en",
    )  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == ["a journalist", "Anna Doe"]


def test_turns_of_a_chinese_transcript():
    corpus = corpus_of(("海边日报记者:请介绍情况。", "会议有哪些成果?"), ("林某:专家们表示,桥已经修好。", "当天来了三千人。"), ("问:还有吗?", "答:没有了。"), ("(责任编辑:何某)",))  # fmt: skip
    speakers = sentence_voices(corpus)["speaker"].tolist()
    assert speakers[:6] == ["海边日报记者", "海边日报记者", "林某", "林某", "a journalist", "the speaker"]
    assert not find_voices(corpus)["speaker_printed"].str.contains("编辑").any()


def test_a_quotation_and_its_speaker_in_two_sentences():
    corpus = corpus_of(("馆长何某说,门开着。", "“过去送孩子上学要绕行一个多小时。”", "家住北岸的渔民老周说。", "桥修好了。"))  # fmt: skip
    table = sentence_voices(corpus)
    assert table["speaker"].tolist()[1:] == ["老周", "老周", ""]


def test_a_source_is_no_voice():
    corpus = corpus_of(("据新华社消息,会议闭幕。", "来宾离开。"))
    assert find_voices(corpus)[["form", "speaker", "covers"]].to_numpy().tolist() == [
        ["source", "Xinhua News Agency", 1]
    ]
    assert set(sentence_voices(corpus)["voice"]) == {"outlet"}


def test_an_article_in_which_nobody_speaks_gives_an_empty_table():
    table = find_voices(corpus_of(("会议开幕。",)))
    assert table.empty and "covers" in table
    assert evaluation.voice_scores(table, table)["gold"].tolist() == [0]


def digest_of(*sentences, chinese):
    """A Chinese text and an English digest of it, in one corpus."""
    return corpus_of(sentences, language="en", form="digest", article="000-02", before=corpus_of(chinese))


def test_a_digest_that_drops_the_speaker_is_found_out():
    corpus = digest_of("Cooperation flourishes.", "The summit will succeed.", chinese=("郭嘉昆表示,合作蓬勃发展。", "峰会必将成功。"))  # fmt: skip
    table = find_voices(corpus).query("form == 'none'")
    assert table[["article", "sentence", "speaker"]].to_numpy().tolist() == [
        ["000-02", 1, "Guo Jiakun"],
        ["000-02", 2, "Guo Jiakun"],
    ]
    assert sentence_voices(corpus)["voice"].tolist() == ["quoted", "quoted", "erased", "erased"]
    assert comparisons.erased_speakers(corpus)[["events_zh", "events_en", "erased"]].to_numpy().tolist() == [[1, 0, 2]]


def test_a_digest_that_names_the_speaker_erases_nobody():
    said = ("郭嘉昆表示,合作蓬勃发展。",)
    assert not (
        find_voices(digest_of("Guo Jiakun said that cooperation flourishes.", chinese=said))["form"] == "none"
    ).any()
    # Where the Chinese text also tells in its own voice, nothing shows whose words a sentence of the digest holds.
    mixed = ("会议开幕。", *said)
    assert not (find_voices(digest_of("Cooperation flourishes.", chinese=mixed))["form"] == "none").any()


# --- The corpus -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(corpus):
    return find_voices(corpus)


def test_every_address_of_the_corpus_holds(corpus, found):
    assert len(found) > 50
    for row in found.itertuples():
        page = corpus.articles.at[row.article, "page"]
        assert not row.verb or body(corpus, page, row.start, row.end) == row.verb
        if row.speaker_printed:
            assert body(corpus, page, row.speaker_start, row.speaker_end) == row.speaker_printed
    last = corpus.sentences.groupby("article")["sentence"].max()
    assert ((found["covers"] >= found["sentence"]) & (found["covers"] <= found["article"].map(last))).all()
    assert found["speaker"].ne("").all()


def test_the_table_is_the_same_twice(corpus, found):
    pd.testing.assert_frame_equal(find_voices(corpus), found)


def test_each_sentence_has_one_voice(corpus, found):
    table = sentence_voices(corpus, found)
    assert table[["article", "sentence"]].equals(corpus.sentences[["article", "sentence"]])
    assert ((table["voice"] == "outlet") == (table["speaker"] == "")).all()


def test_each_way_of_counting_speakers_counts_more_than_the_one_before(corpus):
    table = voices.voice_readings(corpus)
    counts = table.groupby(table["article"].map(corpus.articles["form"].eq("digest")))[
        ["persons", "coded", "institutions", "headings"]
    ].sum()
    assert (table["persons"] <= table["coded"]).all() and (table["coded"] <= table["institutions"]).all()
    assert (table["institutions"] <= table["headings"]).all()
    # "The digests name no speaker" holds of persons in their text, and neither of institutions nor of headings.
    assert counts.loc[True, ["persons", "coded"]].eq(0).all()
    assert 0 < counts.loc[True, "institutions"] < counts.loc[True, "headings"]
    assert counts.loc[False, "persons"] < counts.loc[False, "coded"]


def test_a_heading_names_a_speaker_behind_its_column():
    titles = ["专访|李某:合作前景广阔", "中方:会议很重要", "主题:合作", "Jane Doe: Trade is open", "合作", None]  # fmt: skip
    articles = pd.DataFrame({"title": titles, "language": "en", "script": None}, index=list("abcdef"))
    table = voices.headings(SimpleNamespace(articles=articles, lexicon=shipped()))
    assert table["speaker_printed"].to_dict() == {"a": "李某", "b": "中方", "d": "Jane Doe"}
    assert table["speaker_kind"].tolist() == ["person", "office", "person"]


def test_institutions_are_a_voice_of_their_own_and_cover_one_sentence():
    corpus = corpus_of(("会议强调坚持多边主义。", "形势复杂。", "王某表示,合作很好。"))
    assert sentence_voices(corpus)["voice"].tolist() == ["outlet", "outlet", "quoted"]
    widely = sentence_voices(corpus, find_voices(corpus, institutions=True))
    assert widely["voice"].tolist() == ["institution", "outlet", "quoted"]


@pytest.mark.parametrize(
    ("verb", "language", "lemma", "kind"),
    [
        ("指出", "zh", "指出", "assertive"), ("強調", "zh", "强调", "assertive"), ("介绍说", "zh", "介绍", "neutral"),
        ("Called on", "en", "call on", "directive"), ("sang", "en", "", ""),
    ],
)  # fmt: skip
def test_lemmas_and_classes_of_verbs(verb, language, lemma, kind):
    assert voices.lemma_of(verb, language) == lemma
    assert voices.verb_class(lemma, language) == kind


def test_every_verb_of_the_table_is_found_in_its_plainest_use():
    verbs = reporting_verbs()
    missed = []
    for row in verbs.itertuples():
        if row.language == "zh":
            continuations = (",情况正在好转。", "“情况正在好转。”", "情况正在好转。", "双方达成的共识。")
            texts = [f"部长{row.verb}{rest}" for rest in continuations] + [f"当地媒体{row.verb},情况好转。"]
        else:
            continuations = ("that things will improve.", "the decision.", "hope for peace.", '"things will improve."')  # fmt: skip
            texts = [f"The minister {form} {rest}" for form in row.forms.split("|") for rest in continuations]
            texts += [f'"Things will improve," the minister {form}.' for form in row.forms.split("|")]
        found = [event.verb for text in texts for event in voices_in(text, row.language)]
        if not any(verb in row.forms.split("|") or row.verb in verb for verb in found):
            missed.append(row.Index)
    assert missed == []


@pytest.mark.parametrize(("column", "value"), [("class", "shouted"), ("complement", "whatever"), ("unless", "(")])  # fmt: skip
def test_a_broken_row_of_the_verbs_is_named(column, value):
    row = shipped().table("reporting_verbs").set_index("cue", drop=False).loc[["say (en)"]]
    broken = File("reporting_verbs", "study/reporting_verbs.csv", row.assign(**{column: value}).to_csv(index=False))
    with pytest.raises(LexiconError, match=r"reporting_verbs\.csv.*" + re.escape(repr(value))):
        voices_in("He said that all was well.", "en", lexicon=Lexicon((*shipped().files, broken)))


# --- Gold -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.9), ("test", 0.8)])
def test_gold_is_reproduced(found, split, floor):
    whole = evaluation.gold_voices()
    gold = whole[whole["split"] == split]
    # Stories without an event are in no row: the other half's articles are left out instead.
    ours = found[~found["article"].isin(whole.loc[whole["split"] != split, "article"])]
    scores = evaluation.voice_scores(gold, ours).set_index("language")
    print(split, scores.round(2).T.to_string())
    assert scores.at["all", "gold"] > 25
    assert scores.loc["all", ["f1", "form", "speaker", "printed"]].min() >= floor


def test_unseen_sentences_are_read():
    gold = evaluation.gold_unseen_voices()
    scores = evaluation.unseen_voice_scores(gold, voices.voices_of_sentences(gold)).set_index("language")
    print(scores.round(2).T.to_string())
    assert scores.loc["all", ["f1", "form", "printed"]].min() >= 0.8


def event(**about):
    plain = {
        "article": "a", "sentence": 1, "start": 3, "end": 5, "language": "zh", "verb": "指出", "speaker_printed": "王毅", "speaker": "Wang Yi",
        "speaker_kind": "person", "form": "indirect", "covers": 1,
    }  # fmt: skip
    return {**plain, **about}


def test_scores_see_what_is_missed_too_much_and_wrong():
    gold = pd.DataFrame([event(), event(sentence=2), event(sentence=3, form="none")])
    found = pd.DataFrame([event(form="direct", covers=2), event(sentence=3), event(sentence=4, speaker="Xi Jinping")])  # fmt: skip
    scores = evaluation.voice_scores(gold, found).set_index("language").loc["all"]
    assert (scores["gold"], scores["found"], scores["right"]) == (3, 3, 1)
    assert (scores["form"], scores["speaker"], scores["covers"]) == (0, 1, 0)


def test_scores_of_plain_sentences():
    gold = pd.DataFrame(
        [("1", "en", "a", "said", "he", "direct"), ("2", "en", "b", "", "", ""), ("3", "en", "c", "noted", "Doe", "indirect")],
        columns=["id", "language", "text", "verb", "speaker_printed", "form"],
    )  # fmt: skip
    found = pd.DataFrame(
        [("1", "said", "he", "direct"), ("2", "said", "he", "direct"), ("3", "noted", "Roe", "paraphrase")],
        columns=["id", "verb", "speaker_printed", "form"],
    )
    scores = evaluation.unseen_voice_scores(gold, found).set_index("language").loc["all"]
    assert (scores["sentences"], scores["silent"], scores["left_silent"]) == (3, 1, 0)
    assert (scores["right"], scores["precision"], scores["form"], scores["printed"]) == (2, 2 / 3, 0.5, 0.5)


def test_events_of_one_unseen_sentence_are_counted_each():
    verbs = ["said", "noted", "added", "stressed", "warned", "asked", "hoped", "vowed"]
    rows = [("1", "en", verb, "Roe", "indirect") for verb in verbs]
    gold = pd.DataFrame(rows, columns=["id", "language", "verb", "speaker_printed", "form"])
    found = gold.drop(columns="language").iloc[:7]
    scores = evaluation.unseen_voice_scores(gold, found).set_index("language").loc["all"]
    assert (scores["gold"], scores["found"], scores["right"]) == (8, 7, 7)
