"""First drafts of campaign texts."""

import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"], timeout=30.0)


def draft(topic: str) -> str:
    """A short text on a topic."""
    completion = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": f"Write two sentences about {topic} for our web site."}],
    )
    return completion.choices[0].message.content or ""
