"""Articles with the shells of the pages they were copied from; all written for these tests, all names invented.

Lines that begin with "= " are the article and must remain as text; all others are shell and must go.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One copied page and what it tells about its article."""

    name: str
    marked: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    minutes: int | None = None

    @property
    def text(self) -> str:
        """The page as it was copied, without the marks."""
        return "\n".join(line.removeprefix("= ") for line in self.marked.strip("\n").split("\n"))

    @property
    def article(self) -> list[str]:
        """The lines that must remain."""
        return [line.removeprefix("= ") for line in self.marked.split("\n") if line.startswith("= ")]


CASES = (
    Case(
        "de-magazine",
        """
Zum Inhalt springen
Startseite
Politik
Der Donaubote

Warum die Koalition in Lindental zerbricht

Von Gerda Wohlfeil
12. März 2024, 09:15 Uhr
Lesezeit: 6 Minuten
Artikel anhören
Merken
Drucken
Facebook
X
WhatsApp

= Die Bürgerpartei hat am Dienstag die Koalition mit der Heimatliste aufgekündigt.

Anzeige

= „Wir sind verraten worden“, sagte ihre Vorsitzende.

Lesen Sie auch:
Wie die Heimatliste ihre Wähler verlor
Kommt jetzt die Neuwahl?

= Die Heimatliste weist den Vorwurf zurück. Sie will mit dem Bauernbund weiterregieren.

Schlagwörter: Lindental, Koalition, Neuwahl
12 Kommentare
Impressum
Datenschutz
© 2024 Der Donaubote
""",
        title="Warum die Koalition in Lindental zerbricht",
        author="Gerda Wohlfeil",
        outlet="Der Donaubote",
        published="2024-03-12",
        minutes=6,
    ),
    Case(
        "de-blog",
        """
Ostblick
Beitrag speichern

Stille Post zwischen Warschau und Minsk

Hanno Brück · 3. Februar 2023 · 5 Min. Lesezeit

Teilen auf Facebook
Per E-Mail versenden
Link kopieren

= Seit Wochen reden die beiden Ministerien nicht mehr miteinander.
= Ein Treffen der Botschafter wurde abgesagt.

Unterstütze mich auf Steady
Newsletter abonnieren
Hanno Brück
""",
        title="Stille Post zwischen Warschau und Minsk",
        author="Hanno Brück",
        outlet="Ostblick",
        published="2023-02-03",
        minutes=5,
    ),
    Case(
        "de-question",
        """
Menü
Suche
Was will der neue Außenminister?
Ein Kommentar von Ilse Karg
Stand: 01.09.2022
Auf LinkedIn teilen

= Der neue Außenminister reist zuerst nach Ankara. Das ist kein Zufall.

Mehr zum Thema
Ankara hofft auf Visafreiheit
Was der Vorgänger hinterlässt

Alle Rechte vorbehalten
""",
        title="Was will der neue Außenminister?",
        author="Ilse Karg",
    ),
    Case(
        "de-standfirst",
        """
Abendkurier
Artikel merken

Rat der Dörfer ringt um Wasser

= Im Süden streiten zwei Bezirke um einen Fluss. Die Regierung schaut zu.

Von Peter Anders und Ruth Sommer
Veröffentlicht am 7.11.2021
Auf Telegram teilen
Auf VK teilen

= Der Bezirk Oberau wirft dem Bezirk Unterau vor, zu viel Wasser zu nehmen.

Foto: Abendkurier
Spenden
""",
        title="Rat der Dörfer ringt um Wasser",
        author="Peter Anders und Ruth Sommer",
        outlet="Abendkurier",
        published="2021-11-07",
    ),
    Case(
        "de-cookies",
        """
Wir verwenden Cookies, um Ihnen das beste Erlebnis auf unserer Website zu bieten.
Alle akzeptieren
Cookie-Einstellungen

Startseite > Ausland > Asien

Gespräche in Bischkek vertagt

Quelle: Steppenbote
⏱ 2 Min

= Die Gespräche der beiden Grenzkommissionen wurden auf Mai vertagt.

Nach oben
""",
        title="Gespräche in Bischkek vertagt",
        outlet="Steppenbote",
        minutes=2,
    ),
    Case(
        "en-newspaper",
        """
Skip to main content
The Harbour Gazette
World

Opposition Walks Out of Talks in Port Ellery

By Nora Whitcombe
Published: 14 June 2023
4 min read
Save
Share on Facebook
Share on X
Share via Email
Copy link

= The Unity Party left the talks with the Reform League on Wednesday.

Advertisement

= "They never meant to negotiate," its leader Tom Ashdown said.

Read more: Reform League loses two seats

= The Reform League denied it. Both sides will meet again in July.

Topics: Port Ellery, elections
Leave a comment
Support independent journalism
Most read
Ferry strike enters second week
Mayor resigns after vote
All rights reserved
""",
        title="Opposition Walks Out of Talks in Port Ellery",
        author="Nora Whitcombe",
        outlet="The Harbour Gazette",
        published="2023-06-14",
        minutes=4,
    ),
    Case(
        "en-newsletter",
        """
Subscribe
Sign in

# The quiet thaw between Ankara and Yerevan

Levon Hartley • September 9, 2024 • 7 min read

Share
Listen to this article

= For the first time in years, the two foreign ministers met without a mediator.
= They agreed on very little, but they agreed to meet again.

Buy me a coffee
Like
Leave a comment
""",
        title="The quiet thaw between Ankara and Yerevan",
        author="Levon Hartley",
        published="2024-09-09",
        minutes=7,
    ),
    Case(
        "en-think-tank",
        """
Home » Analysis » Central Asia

What Tashkent wants from Kabul

Analysis by Ruth Delaney
Updated 3 March 2025
Download PDF
LinkedIn | X | Facebook

= Uzbekistan has signed a trade agreement with the authorities in Kabul.

= Ruth Delaney is a senior fellow at the Institute for Border Studies.

Related articles
Water on the Amu Darya
The railway nobody paid for

Privacy policy
Terms of use
""",
        title="What Tashkent wants from Kabul",
        author="Ruth Delaney",
    ),
    Case(
        "en-copied-source",
        """
Daily Ledger
Save article

Senate leader backs the treaty

Jane Orrin · Source

Share on Telegram
Tip jar

= The Senate leader said on Friday that she would vote for the treaty.

Jane Orrin
Source: Daily Ledger
""",
        title="Senate leader backs the treaty",
        author="Jane Orrin",
        outlet="Daily Ledger",
    ),
    Case(
        "en-comments",
        """
Print
Email this
Minister Under Fire Over Port Deal
Posted on July 1, 2020 by
3 comments
1,204 views

= Deputies of three parties asked the minister to resign. He refused.

Follow us on Twitter
We use cookies to improve your experience on our website.
Accept all
""".replace("Posted on July 1, 2020 by", "Posted on July 1, 2020"),
        title="Minister Under Fire Over Port Deal",
        published="2020-07-01",
    ),
    Case(
        "ru-portal",
        """
Главная
Политика
Вестник Заречья
Сохранить статью

Почему «Единый край» уходит из коалиции

Автор: Марина Лебяжьева
12 апреля 2023, 10:40
Время чтения: 5 минут
Поделиться в Telegram
Поделиться ВКонтакте
Отправить по почте

= Партия «Единый край» объявила о выходе из коалиции.

Реклама

= «Нас не слушали», — заявил её лидер Олег Дубравин.

Читайте также:
Кто заменит министра финансов
Совет отложил голосование

= Партия «Рост» назвала это решение ошибкой и пообещала отставку.

Теги: коалиция, выборы
Подписывайтесь на наш канал в Telegram
Комментарии (14)
Все права защищены
""",
        title="Почему «Единый край» уходит из коалиции",
        author="Марина Лебяжьева",
        outlet="Вестник Заречья",
        published="2023-04-12",
        minutes=5,
    ),
    Case(
        "ru-blog",
        """
Степной обозреватель
В закладки

Тихая дружба двух столиц

Арсен Кулыбеков · 4 мин · Источник

ВКонтакте
Одноклассники
WhatsApp
Угостить автора кофе

= Министры двух стран встретились в Оше и подписали протокол.
= Подробности не раскрываются.

Арсен Кулыбеков
""",
        title="Тихая дружба двух столиц",
        author="Арсен Кулыбеков",
        outlet="Степной обозреватель",
        minutes=4,
    ),
    Case(
        "ru-agency",
        """
Новости
В мире

Переговоры в Душанбе завершились без итогов

Фото: Пресс-служба

= Стороны не договорились о границе и продолжат переговоры в июне.

По теме: Граница закрыта второй месяц
Последние новости
В Алматы открылся форум
Посол вручил ноту

При перепечатке ссылка на источник обязательна
""",
        title="Переговоры в Душанбе завершились без итогов",
    ),
    Case(
        "ru-cookies",
        """
Мы используем файлы cookie, чтобы сайт работал лучше
Принять

Депутаты поддержали соглашение

Текст: Инна Рощина | 03.10.2022 | Просмотров: 845

= Депутаты поддержали соглашение о совместных учениях, против голосовали коммунисты.

Поддержать редакцию
Версия для печати
Наверх
""",
        title="Депутаты поддержали соглашение",
        author="Инна Рощина",
        published="2022-10-03",
    ),
    Case(
        "de-mixed-buttons",
        """
Kasachische Umschau
Save article

Jugendverbände suchen Nähe

· Timur Ahlers · ⏱ 3 Min · Source

Share on X
> Share on LinkedIn
Share on WhatsApp
Buy me a coffee

= Die Jugendverbände der beiden Parteien trafen sich im Mai in Omsk.

= Timur Ahlers, Historiker, lehrt in Jena.
""",
        title="Jugendverbände suchen Nähe",
        author="Timur Ahlers",
        outlet="Kasachische Umschau",
        minutes=3,
    ),
    Case(
        "de-broadcaster",
        """
Ausland
Regierungskrise in Lindental
Bürgerpartei verlässt Koalition
Stand: 12.03.2024 18:42 Uhr

= Die Bürgerpartei hat die Koalition aufgekündigt. Der Ministerpräsident will dennoch weiterregieren.

Von Gerda Wohlfeil, BBR-Studio Wien

= Am Vormittag traf sich der Vorstand der Bürgerpartei zu einer Sondersitzung.

mehr
Heimatliste
12.03.2024
Wie es nach dem Bruch weitergeht

Dieses Thema im Programm: Über dieses Thema berichtete der Sender am 12. März 2024 um 20:00 Uhr.
""",
        title="Regierungskrise in Lindental",
        author="Gerda Wohlfeil",
    ),
    Case(
        "de-foreign-service",
        """
PolitikKasachstan
Kasachstan sucht neue Partner
Anna Weigel
25.09.2025
25. September 2025
= Astana verhandelt mit Brüssel und Peking zugleich. Was steckt dahinter?

https://p.example.com/4abc
= Der Präsident von Kasachstan bei einem Treffen
= Der Präsident von Kasachstan bei einem TreffenBild: Presidential Press Service/AP/picture alliance
Anzeige
= Der Präsident hat am Donnerstag eine Delegation der Europäischen Union empfangen.

Redaktion: Paul Dorn
""",
        title="Kasachstan sucht neue Partner",
        author="Anna Weigel",
        published="2025-09-25",
    ),
    Case(
        "en-daily",
        """
Analysis
Reform League tears itself apart
Tom Ashdown in Port Ellery
Leader's gamble on early vote has backfired as deputies rebel

Wed 14 Jun 2023 16.05 BST
Last modified on Wed 14 Jun 2023 18.20 BST
Share
= The Reform League has expelled three deputies who voted against the budget.

Explore more on these topics
Port Ellery
Europe
analysis
Share
Reuse this content
Most viewed
""",
        title="Reform League tears itself apart",
        author="Tom Ashdown",
        published="2023-06-14",
    ),
    Case(
        "ru-daily",
        """
Заречье
25.09.2025, 14:30
Партии договорились о сотрудничестве
«Единый край» и «Рост» подписали соглашение

Фото: Иван Петров, Вестник

= Партии «Единый край» и «Рост» подписали соглашение о сотрудничестве до 2028 года.

Марина Лебяжьева, Олег Громов

Самое важное — в нашем Telegram-канале
""",
        title="Партии договорились о сотрудничестве",
        author="Марина Лебяжьева, Олег Громов",
        outlet="Заречье",
        published="2025-09-25",
    ),
    Case(
        "ru-wire",
        """
13:45, 25 сентября 2025
Мир
В Киргизии задержали лидера оппозиции
Инна Рощина (редактор отдела «Мир»)

Фото: Reuters

= В Бишкеке задержали лидера партии «Рост», сообщает агентство со ссылкой на МВД.

Материалы по теме:
«Нас не сломить» Чего добивается оппозиция в Киргизии
20 августа 2025
Новые выборы назначены

Обсудить
Поделиться
""",
        title="В Киргизии задержали лидера оппозиции",
        author="Инна Рощина",
        published="2025-09-25",
    ),
    Case(
        "de-daily",
        """
Politik
Ausland
Russland und Kasachstan: Die vorsichtigen Nachbarn

Russland und Kasachstan :
Die vorsichtigen Nachbarn

Ein Kommentar von Markus Feld
25.09.2025, 06:30
Lesezeit: 3 Min.

Bildbeschreibung einblenden
Der Präsident bei einer Rede in Astana | Bild: dpa

= Moskau und Astana brauchen einander, trauen einander aber nicht.
""",
        title="Russland und Kasachstan: Die vorsichtigen Nachbarn",
        author="Markus Feld",
        published="2025-09-25",
        minutes=3,
    ),
)

BARE = {
    "one sentence": "Die Bürgerpartei und der Bauernbund haben ein Abkommen geschlossen.",
    "short first sentence": "Moskau schweigt.\n\nAus Astana kam am Abend eine erste Antwort auf die Note.",
    "short question first": "Wer regiert?\n\nDas fragen sich in Lindental seit Montag alle drei Parteien.",
    "wrapped lines": (
        "The Unity Party and the Reform League have agreed\nto form a coalition after three weeks of talks in\n"
        "Port Ellery, their leaders said on Sunday."
    ),
    "name and sentence": "Олег Дубравин подал в отставку.\n\nЕго партия «Рост» назвала это ошибкой.",
    "share in a sentence": (
        "Die Parteien teilen auf Facebook dieselben Beiträge.\n\nQuelle des Streits ist ein Video aus dem Mai."
    ),
    "words of the shell in sentences": (
        "Save the treaty, the senator said.\n\nSource: that was the word he used for the leak, and "
        "he meant a deputy "
        "of the Reform League who had left the party in the spring after a quarrel about the budget.\n\n"
        "By Tom Ashdown's own account, nobody read also the annex."
    ),
    "speaker at the end": (
        "Der Vertrag ist unterschrieben.\n\nGerda Wohlfeil, Expertin der Bürgerpartei, sagte, er "
        "sei ein Fehler."
    ),
    "chronology": (
        "Die Krise begann im Mai mit einem Brief.\n\n12. Mai 2023\n\nDie Bürgerpartei tritt aus "
        "der Koalition aus.\n\n"
        "14. Mai 2023\n\nDer Bauernbund folgt ihr."
    ),
    "party in brackets at the start": (
        "Einheit (EKR) – so heißt die neue Partei, die am Montag gegründet wurde."
    ),
    "russian dialogue": "— Вы согласны?\n— Нет, — ответил лидер партии «Рост».",
    "heading between paragraphs": (
        "Die Bürgerpartei hat gewonnen.\n\nDie Folgen für den Bauernbund\n\nDer Bauernbund "
        "verliert zwei Minister."
    ),
    "share prices": "Shares fell.\n\nThe minister shared the blame with the bank and both parties.",
}
"""Texts without a shell, of which nothing may be taken away."""
