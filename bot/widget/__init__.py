"""The web chat: one page, one web component, no build step; the gateway serves this folder as it is."""
