"""Reads amounts from supplier invoices."""

import json

import boto3

bedrock = boto3.client("bedrock-runtime", region_name="eu-central-1")


def extract(invoice: str) -> dict:
    """Amount and reference of an invoice."""
    answer = bedrock.converse(
        modelId="eu.anthropic.claude-sonnet-5-v1:0",
        messages=[
            {
                "role": "user",
                "content": [{"text": f"Answer as JSON with the keys amount and reference.\n\n{invoice}"}],
            }
        ],
        inferenceConfig={"maxTokens": 300},
    )
    return json.loads(answer["output"]["message"]["content"][0]["text"])
