"""What pages need not carry is taken away, and nothing else."""

from foursteps.book.site.page_weight import plain_tokens


def test_only_tokens_without_a_colour_are_unwrapped():
    code = '<span class="k">def</span> <span class="nf">f</span><span class="p">(</span>'
    assert plain_tokens(code) == '<span class="k">def</span> <span class="nf">f</span>('
