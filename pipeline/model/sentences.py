"""Words, widths and ends of sentences in all scripts."""

import re
import unicodedata

# Letters of scripts without spaces between words: Chinese and Japanese; Thai, Lao, Burmese, Khmer.
IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
UNSPACED = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109d\u1780-\u17d3"
# A word is an ideograph, four letters of an unspaced script (the average in Thai), or text between spaces.
LETTERS_OF_A_WORD = 4
WORD = re.compile(rf"[{IDEOGRAPHS}]|[{UNSPACED}]{{1,{LETTERS_OF_A_WORD}}}|[^\s{IDEOGRAPHS}{UNSPACED}]+")
# Marks that end a sentence: https://www.unicode.org/reports/tr44/#Sentence_Terminal, of scripts in use today.
TERMINALS = frozenset(".!?։؝؞؟۔܀܁܂߹।॥၊။።፧፨។៕᙮᠃᠉᥄᥅᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？｡")
# Quotation marks and brackets that may follow the end of a sentence.
CLOSES = frozenset({"Pe", "Pf", "Pi"})
PLAIN_QUOTES = frozenset("\"'")
# Thai and Lao end a sentence with a space, and the last one without a mark.
WITHOUT_TERMINALS = re.compile(r"[\u0e01-\u0e5b\u0e81-\u0edf]")
WIDE = frozenset("WF")


def count_words(text: str) -> int:
    """The number of words; an ideograph counts as one, punctuation as none."""
    words = text.split() if text.isascii() else WORD.findall(text)
    return sum(1 for word in words if word.isalnum() or any(map(str.isalnum, word)))


def width(text: str) -> int:
    """The number of characters; those of Chinese, Japanese and Korean count twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in WIDE else 1 for character in text)


def ends_sentence(text: str) -> bool:
    """True when a text ends like a sentence, perhaps with closing quotation marks or brackets."""
    end = len(text)
    while end and (text[end - 1] in PLAIN_QUOTES or unicodedata.category(text[end - 1]) in CLOSES):
        end -= 1
    last = text[end - 1 : end]
    return bool(last) and (last in TERMINALS or WITHOUT_TERMINALS.fullmatch(last) is not None)
