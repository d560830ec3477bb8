"""Words, lengths and the ends of sentences, in whatever script a library is written."""

import re
import unicodedata

# Letters of scripts that write no blanks between words: Chinese and Japanese; Thai, Lao, Burmese, Khmer.
IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
UNSPACED = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109d\u1780-\u17d3"
# A word is an ideograph, some letters of an unspaced script (a word of Thai has four on average), or what blanks part.
LETTERS_OF_A_WORD = 4
WORD = re.compile(rf"[{IDEOGRAPHS}]|[{UNSPACED}]{{1,{LETTERS_OF_A_WORD}}}|[^\s{IDEOGRAPHS}{UNSPACED}]+")
# Marks that end a sentence: https://www.unicode.org/reports/tr44/#Sentence_Terminal, of scripts in use today.
TERMINALS = frozenset(".!?։؝؞؟۔܀܁܂߹।॥၊။።፧፨។៕᙮᠃᠉᥄᥅᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？｡")
# Quotation marks and brackets may close behind the end of a sentence.
CLOSES = frozenset({"Pe", "Pf", "Pi"})
PLAIN_QUOTES = frozenset("\"'")
# Thai and Lao mark the end of a sentence by a blank, and the last one not at all.
WITHOUT_TERMINALS = re.compile(r"[\u0e01-\u0e5b\u0e81-\u0edf]")
WIDE = frozenset("WF")


def count_words(text: str) -> int:
    """How many words a text has; each ideograph counts as one, a mark by itself as none."""
    words = text.split() if text.isascii() else WORD.findall(text)
    return sum(1 for word in words if word.isalnum() or any(map(str.isalnum, word)))


def width(text: str) -> int:
    """How long a text is, in characters; those of Chinese, Japanese and Korean say twice as much and count twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in WIDE else 1 for character in text)


def ends_sentence(text: str) -> bool:
    """True when a text ends as sentences do, whatever quotation marks or brackets close behind."""
    end = len(text)
    while end and (text[end - 1] in PLAIN_QUOTES or unicodedata.category(text[end - 1]) in CLOSES):
        end -= 1
    last = text[end - 1 : end]
    return bool(last) and (last in TERMINALS or WITHOUT_TERMINALS.fullmatch(last) is not None)
