/** The replies of a short consultation, one of each kind the page must draw. */
import type { Block, Choice, DistinctionRow, Reply } from "../../../src/dialogue/reply.ts";

/** A reply before it has its id; a choice's token is the name of the scene it leads to. */
export type Scene = Omit<Reply, "id" | "language" | "closes" | "replaces"> & {
  readonly language?: Reply["language"];
  /** The line that is left of the question answered here. */
  readonly fold?: string;
};

const text = (words: string): Block => ({ type: "text", text: words });
const choice = (label: string, token: string, role: Choice["role"] = "answer"): Choice => ({
  label,
  token,
  role,
});
const TOOLS = [
  choice("为什么问", "why", "tool"),
  choice("返回", "purpose", "tool"),
  choice("更多", "more", "tool"),
];

const question = (words: string, choices: Choice[][], fold?: string): Scene => ({
  kind: "question",
  blocks: [text(words)],
  choices,
  ...(fold === undefined ? {} : { fold }),
});
const message = (words: string): Scene => ({ kind: "message", blocks: [text(words)], choices: [] });

const ROWS: DistinctionRow[] = [
  {
    id: "one",
    name: "缺乏经验、先行先试中的失误，与明知故犯",
    side: "tolerable",
    mark: "●",
    sideName: "可容",
    reason: "首次试点，没有先例可循",
    tolerable: ["属于改革试点", "没有先例", "经集体研究"],
    culpable: [],
  },
  {
    id: "two",
    name: "尚无明确限制的探索，与明令禁止后我行我素",
    side: "culpable",
    mark: "○",
    sideName: "不可容",
    reason: "专项资金用途有明文限制",
    tolerable: ["当时不清楚有禁令"],
    culpable: ["挪用专项资金", "超出授权范围"],
  },
  {
    id: "three",
    name: "为推动发展的无意过失，与为谋取私利的违纪违法",
    side: "open",
    mark: "◐",
    sideName: "待查",
    reason: "损失大小还没有核实",
    tolerable: ["为公共利益"],
    culpable: [],
  },
];

const VERDICT: Scene = {
  kind: "verdict",
  blocks: [
    { type: "heading", text: "可能从轻或减轻处理" },
    text("还有一项没有查清：损失大小。查清后结果可能变化。"),
    { type: "distinctions", rows: ROWS },
    { type: "heading", text: "起决定作用的几项" },
    {
      type: "items",
      items: [
        { text: "专项资金改变了用途", detail: "《财政违法行为处罚处分条例》第六条" },
        {
          text: "经过集体研究",
          detail: "《中国共产党问责条例》第十七条第一项",
          link: "https://www.example.org/wzs#a17",
        },
      ],
    },
    { type: "heading", text: "还能做的" },
    {
      type: "items",
      items: [
        { text: "向派驻纪检监察组书面说明情况", detail: "您本人 · 2026年12月5日前" },
        { text: "追回尚未支出的资金", detail: "财务科 · 2026年12月20日前" },
      ],
    },
    { type: "heading", text: "值得找的材料" },
    {
      type: "items",
      items: [{ text: "党组会议纪要（2025年3月）" }, { text: "审计部门的核减意见" }],
    },
    text("最终由有管理权限的党组织和机关认定。"),
  ],
  choices: [
    [choice("提交审核", "submit", "main")],
    [
      choice("依据全文", "more", "tool"),
      choice("修改回答", "purpose", "tool"),
      choice("导出", "export", "tool"),
      choice("全部删除", "erase", "tool"),
    ],
  ],
};

/** The items of the checklist scene, in order. */
export const CHECKLIST = ["个人从中得到好处", "事后隐瞒、串供或销毁材料", "造成人员伤亡"];

/** What each step says. The checklist is built by the talk, for it changes with every tap. */
export const SCENES: Readonly<Record<string, readonly Scene[]>> = {
  welcome: [
    message(
      "您好。这里帮您对照“三个区分开来”，把一件工作上的事理清楚。\n这不是认定结论；在您提交之前，没有别人看得到。",
    ),
    question("您想先做哪件事？", [
      [choice("已经发生了失误", "tell"), choice("事前问一问", "more")],
      [choice("有事不敢做", "more"), choice("对处理不服", "more")],
      [choice("查条文、查案例", "more", "tool"), choice("English", "english", "tool")],
    ]),
  ],
  tell: [
    question(
      "请用自己的话说说是什么事：什么时候、做了什么、结果怎样。不想打字，也可以直接答题。",
      [[choice("直接答题", "collective", "main")], [choice("返回", "purpose", "tool")]],
      "想做的事：已经发生了失误",
    ),
  ],
  understood: [message("记下了：资金拨付前经过党组会研究。大约还有 4 问。")],
  collective: [
    question("当时这件事有没有上会研究？", [
      [choice("是", "yes"), choice("否", "no"), choice("不清楚", "unsure")],
      TOOLS,
    ]),
  ],
  why: [message("是否集体研究，关系到责任由谁承担。依据是《中国共产党问责条例》第十七条。")],
  more: [message("这一项在这里只是示意。")],
  english: [{ ...message("From here on we speak English."), language: "en" }],
  summary: [
    question(
      "需要了解的都有了。请核对上面的回答，没有出入就看结果。",
      [[choice("看结果", "result", "main")], [choice("修改回答", "purpose", "tool")]],
      "不涉及的情况：以上都没有",
    ),
  ],
  result: [{ ...VERDICT, fold: "核对回答：没有出入" }],
  export: [
    {
      kind: "file",
      blocks: [text("这是您的情况说明，可以改好再用。")],
      choices: [],
      file: {
        name: "情况说明.txt",
        mediaType: "text/plain",
        text: "关于专项资金使用情况的说明\n\n一、基本情况\n2025年3月，经党组会研究……<b>原文照录</b>\n",
      },
    },
  ],
  erase: [message("都删除了。这里不再留有您的任何内容。")],
};
